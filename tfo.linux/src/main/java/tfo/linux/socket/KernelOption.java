package tfo.linux.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import tfo.api.tcp.TcpOptions;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Scratch;
import tfo.linux.kernel.SystemCalls;

/** An option as the kernel has it. Its methods take a descriptor that stays open meanwhile. */
class KernelOption<T> {
    /** What can be done with an option. */
    enum Access {
        READ_AND_SET,
        /** The kernel takes it in the states CLOSE and LISTEN, or in the first of them only. */
        SET_EARLY,
        READ,
        /** The kernel forgets the value once it is read. */
        READ_ONCE
    }

    private final SocketOption<T> option;
    private final int level;
    private final int number;
    private final Access access;
    private final ValueLayout<T> layout;

    KernelOption(SocketOption<T> option, int level, int number, Access access, ValueLayout<T> layout) {
        this.option = option;
        this.level = level;
        this.number = number;
        this.access = access;
        this.layout = layout;
    }

    final SocketOption<T> option() {
        return option;
    }

    /** Whether to read it from the wrong socket would do harm. */
    final boolean readOnce() {
        return access == Access.READ_ONCE;
    }

    final boolean isSet() {
        return access == Access.READ_AND_SET || access == Access.SET_EARLY;
    }

    /** Whether the kernel has heard of it. */
    final boolean known(int descriptor, SystemCalls calls) {
        try (Scratch scratch = calls.scratch()) {
            int result = calls.read(descriptor, level, number, scratch, layout.room());
            return !Errno.ENOPROTOOPT.is(result);
        }
    }

    final T get(int descriptor, SystemCalls calls) throws IOException {
        try (Scratch scratch = calls.scratch()) {
            int size = calls.read(descriptor, level, number, scratch, layout.room());
            if (size < 0) {
                throw refused(size, "getsockopt");
            }
            T value = value(scratch.memory(), size, descriptor, calls);
            wipe(value, scratch, size);
            return value;
        }
    }

    /** What was read, in memory that is not the value's. */
    T value(ByteBuffer memory, int size, int descriptor, SystemCalls calls) throws IOException {
        return layout.read(memory, size);
    }

    final void set(int descriptor, SystemCalls calls, T value) throws IOException {
        if (!isSet()) {
            throw new UnsupportedOperationException(option.name() + " can only be read");
        }
        try (Scratch scratch = calls.scratch()) {
            int size = write(value, scratch);
            int result = calls.libc().setsockopt(descriptor, level, number, scratch.address(), size);
            wipe(value, scratch, size);
            if (result < 0) {
                throw refusal(result, value);
            }
        }
    }

    private int write(T value, Scratch scratch) {
        try {
            return layout.write(value, scratch.memory());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option.name() + ": " + e.getMessage(), e);
        }
    }

    // It may have been a key.
    private static void wipe(Object value, Scratch scratch, int size) {
        if (value instanceof byte[]) {
            scratch.memory().put(0, new byte[size]);
        }
    }

    private IOException refusal(int result, T value) {
        boolean wrong = Errno.EINVAL.is(result) || Errno.ENOENT.is(result) || Errno.ENODEV.is(result);
        if (!wrong) {
            return refused(result, "setsockopt");
        }
        if (access == Access.SET_EARLY) {
            throw new IllegalStateException(option.name() + " is set before the channel is connected");
        }
        // A key is never shown.
        Object shown = value instanceof byte[] ? "these bytes" : value;
        throw new IllegalArgumentException(option.name() + ": the kernel does not take " + shown);
    }

    private IOException refused(int result, String operation) {
        if (Errno.ENOPROTOOPT.is(result)) {
            throw new UnsupportedOperationException("this kernel does not know the option " + option.name()
                    + TcpOptions.since(option)
                            .map(since -> ": it is there since Linux " + since)
                            .orElse(""));
        }
        if (Errno.EOPNOTSUPP.is(result)) {
            throw new UnsupportedOperationException(option.name()
                    + " is off on this system (EOPNOTSUPP): net.ipv4.tcp_fastopen lacks bit 0x1 (client)");
        }
        String needs = Errno.EPERM.is(result) ? " (takes CAP_NET_ADMIN)" : "";
        return Errno.during(result, operation, option.name() + needs);
    }
}

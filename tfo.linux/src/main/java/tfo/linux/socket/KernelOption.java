package tfo.linux.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import tfo.api.tcp.TcpState;
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
        /** The kernel takes it in every state, but without effect once the handshake is over. */
        SET_UNSHAKEN,
        READ,
        /** The kernel forgets the value once it is read. */
        READ_ONCE
    }

    private static final Set<TcpState> UNSHAKEN = EnumSet.of(TcpState.CLOSED, TcpState.LISTEN, TcpState.SYN_SENT);

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
        return access != Access.READ && access != Access.READ_ONCE;
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
                throw OptionRefusal.of(option, "getsockopt", size);
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
        if (access == Access.SET_UNSHAKEN
                && !state(descriptor, calls).map(UNSHAKEN::contains).orElse(true)) {
            throw OptionRefusal.withoutEffect(option);
        }
        int result = write(descriptor, calls, value);
        // What is off need not be allowed to be switched off.
        boolean done = result >= 0 || (Errno.EOPNOTSUPP.is(result) && value.equals(get(descriptor, calls)));
        if (!done) {
            throw refusal(descriptor, calls, result, value);
        }
    }

    /** Empty where a sandbox keeps TCP_INFO from us: then the kernel takes what it takes. */
    private static Optional<TcpState> state(int descriptor, SystemCalls calls) {
        try {
            return Optional.of(calls.tcpInfo(descriptor).state());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private IOException refusal(int descriptor, SystemCalls calls, int result, T value) {
        if (access == Access.SET_EARLY && OptionRefusal.isOfValue(result)) {
            throw OptionRefusal.late(option, state(descriptor, calls));
        }
        return OptionRefusal.of(option, value, result);
    }

    private int write(int descriptor, SystemCalls calls, T value) {
        try (Scratch scratch = calls.scratch()) {
            int size = write(value, scratch);
            int result = calls.libc().setsockopt(descriptor, level, number, scratch.address(), size);
            wipe(value, scratch, size);
            return result;
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
}

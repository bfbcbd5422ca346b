package tfo.lab.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Waits until one descriptor is readable, for nanoseconds if need be, and can be woken for good. */
final class Wait implements AutoCloseable {
    // struct pollfd[2], struct timespec, and the number that wakes
    private static final int TIMEOUT = 16;
    private static final int ONE = 32;

    private final int wakeup;
    private final NativeMemory page;

    private Wait(int wakeup, NativeMemory page) {
        this.wakeup = wakeup;
        this.page = page;
    }

    static Wait on(int descriptor) throws IOException {
        int wakeup = Libc.check(Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK), "eventfd");
        Wait wait = new Wait(wakeup, NativeMemory.allocate(4096));
        ByteBuffer buffer = wait.page.buffer();
        buffer.putInt(0, descriptor).putShort(4, Libc.POLLIN);
        buffer.putInt(8, wakeup).putShort(12, Libc.POLLIN);
        buffer.putLong(ONE, 1);
        return wait;
    }

    void await(long nanos) {
        page.buffer().putLong(TIMEOUT, nanos / 1_000_000_000L).putLong(TIMEOUT + 8, nanos % 1_000_000_000L);
        // The result says nothing that the caller does not see for itself: EINTR and a time-out both mean "look again".
        Libc.ppoll(page.address(), 2, nanos < 0 ? 0 : page.address() + TIMEOUT, 0);
    }

    void wake() {
        Libc.write(wakeup, page.address() + ONE, Long.BYTES);
    }

    @Override
    public void close() {
        Libc.close(wakeup);
        page.close();
    }
}

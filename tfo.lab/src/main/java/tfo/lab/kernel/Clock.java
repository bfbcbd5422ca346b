package tfo.lab.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The kernel's clocks for one thread: exact waking, and the wall clock by which packets are stamped. */
public final class Clock implements AutoCloseable {
    private final NativeMemory page;
    private final ByteBuffer buffer;

    private Clock(NativeMemory page) {
        this.page = page;
        this.buffer = page.buffer();
    }

    /** A clock for the current thread, which from now on wakes when it asked to and not up to 50 us later. */
    public static Clock ofThisThread() throws IOException {
        Libc.check(Libc.prctl(Libc.PR_SET_TIMERSLACK, 1, 0, 0, 0), "prctl(PR_SET_TIMERSLACK)");
        return new Clock(NativeMemory.allocate(4096));
    }

    /** Nanoseconds of CLOCK_REALTIME. */
    public long realtime() {
        Libc.clock_gettime(Libc.CLOCK_REALTIME, page.address());
        return buffer.getLong(0) * 1_000_000_000L + buffer.getLong(8);
    }

    @Override
    public void close() {
        page.close();
    }
}

package tfo.lab.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The kernel's clocks for one thread: exact waking, and the wall clock by which packets are stamped. */
public final class Clock implements AutoCloseable {
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    private static final long SYS_SCHED_SETATTR_X86 = 314;
    private static final long SYS_SCHED_SETATTR_ARM = 274;
    private static final int SCHED_ATTR_BYTES = 48;
    private static final long SHORTEST_SLICE_NANOS = 100_000;

    private final NativeMemory page;
    private final ByteBuffer buffer;

    private Clock(NativeMemory page) {
        this.page = page;
        this.buffer = page.buffer();
    }

    /**
     * A clock for the current thread, which from now on wakes when it asked to and not up to 50 us later, and on a busy
     * machine is scheduled before others where the kernel knows how.
     */
    public static Clock ofThisThread() throws IOException {
        Libc.check(Libc.prctl(Libc.PR_SET_TIMERSLACK, 1, 0, 0, 0), "prctl(PR_SET_TIMERSLACK)");
        NativeMemory page = NativeMemory.allocate(4096);
        askForShortSlices(page);
        return new Clock(page);
    }

    // Linux 6.12 and later, sched(7): of two equal threads the one that asks for the shorter slice is served first.
    // Needs no privilege. Older kernels do not look at the value, and a refusal leaves things as they are.
    private static void askForShortSlices(NativeMemory page) {
        // struct sched_attr: size, policy, flags, nice, priority, runtime
        page.buffer().putInt(0, SCHED_ATTR_BYTES).putLong(24, SHORTEST_SLICE_NANOS);
        Libc.syscall(ARM ? SYS_SCHED_SETATTR_ARM : SYS_SCHED_SETATTR_X86, 0, page.address(), 0);
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

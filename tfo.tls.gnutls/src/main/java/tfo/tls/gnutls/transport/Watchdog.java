package tfo.tls.gnutls.transport;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Closes what takes too long: the one way to end a wait for a channel that knows no time-outs. */
public final class Watchdog {
    static final int STEP_MILLIS = 50;

    private static final long IDLE_SECONDS = 2;
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private Watchdog() {}

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(null, task, "tfo.tls.gnutls watchdog", 0, false);
            thread.setContextClassLoader(null);
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    /** Closes this at the deadline, unless the guard is closed before. */
    public static Guard closing(Closeable victim, Deadline deadline) {
        Guard guard = new Guard(victim);
        if (deadline.isBounded()) {
            guard.alarm = TIMER.schedule(guard::bite, deadline.nanos(), TimeUnit.NANOSECONDS);
        }
        return guard;
    }

    /**
     * Closes this after so many steps of {@value #STEP_MILLIS} ms, unless the guard is closed before. Where the machine is busy that is
     * fairer than a deadline: what stops the whole process for a while is one step, however long, and who is guarded has the others left.
     */
    static Guard closingInSteps(Closeable victim, int steps) {
        Guard guard = new Guard(victim);
        AtomicInteger left = new AtomicInteger(steps);
        Runnable step = () -> {
            if (left.decrementAndGet() == 0) {
                guard.bite();
            }
        };
        guard.alarm = TIMER.scheduleWithFixedDelay(step, STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
        return guard;
    }

    /** One wait. */
    public static final class Guard implements AutoCloseable {
        private final Closeable victim;
        private @Nullable ScheduledFuture<?> alarm;
        private volatile boolean bitten;

        private Guard(Closeable victim) {
            this.victim = victim;
        }

        private void bite() {
            bitten = true;
            try {
                victim.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }

        /** Whether the deadline came first. */
        public boolean hasBitten() {
            return bitten;
        }

        @Override
        public void close() {
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
    }
}

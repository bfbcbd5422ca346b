package tfo.fallback.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Closes a channel when its time is over, which brings back the thread that blocks on it. One deadline covers the connect and the
 * first flight, and a virtual thread can wait under it by channel I/O alone.
 */
final class Deadline implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    // Whichever comes first, the clock or the end of the work, writes it; the other finds it written.
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final @Nullable Future<?> alarm;

    private Deadline(SocketChannel channel, Duration timeout) {
        alarm = timeout.isZero() ? null : CLOCK.schedule(() -> strike(channel), nanos(timeout), TimeUnit.NANOSECONDS);
    }

    /** Starts the time; zero means without end. */
    static Deadline closing(SocketChannel channel, Duration timeout) {
        return new Deadline(channel, timeout);
    }

    private void strike(SocketChannel channel) {
        if (!state.compareAndSet(State.RUNNING, State.MISSED)) {
            return;
        }
        try {
            PortableSockets.abort(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the time; whether it was not over. */
    boolean met() {
        state.compareAndSet(State.RUNNING, State.MET);
        return state.get() == State.MET;
    }

    @Override
    public void close() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /** The time-out in nanoseconds; one too long for that (292 years) becomes the longest. */
    static long nanos(Duration timeout) {
        return timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, Deadline::daemon);
        clock.setRemoveOnCancelPolicy(true);
        // The thread goes when there is nothing to time, and with it the last reference to a bundle that was
        // uninstalled.
        clock.setKeepAliveTime(1, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        return clock;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(null, work, "tfo.fallback deadlines", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    private enum State {
        RUNNING,
        MET,
        MISSED
    }
}

package tfo.fallback.tls;

import java.io.IOException;
import java.nio.channels.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Closes a channel when its time is over, which brings back the thread that blocks on it. The JDK's own timer thread keeps the time. */
final class Alarm implements AutoCloseable {
    private static final Alarm NEVER = new Alarm();

    private final CompletableFuture<Boolean> work = new CompletableFuture<>();

    private Alarm() {}

    static Alarm closing(Channel channel, TimeLimit limit) {
        if (limit.isNone()) {
            return NEVER;
        }
        Alarm alarm = new Alarm();
        // Neither on the timer's own thread, since a channel of the caller's may take its time to close, nor in a pool,
        // which may be full of those who wait.
        CompletableFuture<Boolean> unused = alarm.work
                .orTimeout(Math.max(0, limit.remaining()), TimeUnit.NANOSECONDS)
                .whenCompleteAsync((done, e) -> ring(channel, e), Alarm::start);
        return alarm;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(null, task, "tfo.fallback alarm", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    private static void ring(Channel channel, @Nullable Throwable e) {
        if (!(e instanceof TimeoutException)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException failed) {
            // Nobody is there to tell: the one who waits is told of the time-out.
        }
    }

    boolean rang() {
        return work.isCompletedExceptionally();
    }

    @Override
    public void close() {
        if (this != NEVER) {
            work.complete(true);
        }
    }
}

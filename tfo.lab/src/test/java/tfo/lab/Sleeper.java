package tfo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tfo.lab.kernel.Clock;

/**
 * A thread that only sleeps for half of a time and for the other half, as a packet does that crosses the line and comes back: how late it
 * wakes is the machine's doing.
 */
final class Sleeper implements AutoCloseable {
    private final long half;
    private final List<Long> late = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    private Sleeper(Duration time) {
        half = time.toNanos() / 2;
        thread = new Thread(this::run, "sleeper");
        thread.setDaemon(true);
    }

    static Sleeper of(Duration time) {
        Sleeper sleeper = new Sleeper(time);
        sleeper.thread.start();
        return sleeper;
    }

    private void run() {
        wakeAsTheLineDoes();
        while (!closed || late.isEmpty()) {
            late.add(sleep() + sleep());
        }
    }

    private static void wakeAsTheLineDoes() {
        try {
            // What it asks the kernel for holds for the thread.
            Clock.ofThisThread().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long sleep() {
        long end = System.nanoTime() + half;
        for (long left = half; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return System.nanoTime() - end;
    }

    /** How late it was in the middle of all, in milliseconds. It sleeps no more afterwards. */
    double lateness() throws InterruptedException {
        close();
        thread.join();
        return late.stream().sorted().skip(late.size() / 2).findFirst().orElseThrow() / 1e6;
    }

    @Override
    public void close() {
        closed = true;
    }
}

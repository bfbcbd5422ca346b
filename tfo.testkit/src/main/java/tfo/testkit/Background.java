package tfo.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** Work on a thread of its own, which may block for ever: nobody waits for it without a limit. */
public final class Background<T extends @Nullable Object> {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SAMPLES = 10;

    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Background(Callable<T> work, boolean virtual) {
        Runnable run = () -> {
            try {
                outcome.complete(work.call());
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        };
        thread = virtual ? VirtualThreads.unstarted(run) : daemon(run);
        thread.start();
    }

    private static Thread daemon(Runnable run) {
        Thread thread = new Thread(run, "background");
        thread.setDaemon(true);
        return thread;
    }

    /** Starts the work on a platform thread. */
    public static <T extends @Nullable Object> Background<T> start(Callable<T> work) {
        return new Background<>(work, false);
    }

    /** Starts work without a result on a platform thread. */
    public static Background<Boolean> run(Executable work) {
        return start(() -> {
            try {
                work.execute();
                return true;
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Starts it on a virtual thread where the JDK has them. */
    public static <T extends @Nullable Object> Background<T> startVirtual(Callable<T> work) {
        return new Background<>(work, true);
    }

    /** What it returned. Fails if it threw, or is not done within 20 s. */
    public T result() throws InterruptedException {
        return result(LIMIT);
    }

    /** The same within this time. */
    public T result(Duration limit) throws InterruptedException {
        try {
            return outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the background work failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw stuck(limit);
        }
    }

    /** What it threw. Fails if it returned, or is not done within this time. */
    public Throwable failure(Duration limit) throws InterruptedException {
        try {
            T result = outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("an exception was due, but it returned " + result);
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (TimeoutException e) {
            throw stuck(limit);
        }
    }

    private AssertionError stuck(Duration limit) {
        AssertionError error = new AssertionError("not done within " + limit);
        error.setStackTrace(thread.getStackTrace());
        return error;
    }

    /** Whether it has returned or thrown. */
    public boolean isDone() {
        return outcome.isDone();
    }

    /** Interrupts its thread. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Waits until the thread stays in one place in the kernel or parked. */
    public Background<T> blocked() {
        long end = System.nanoTime() + LIMIT.toNanos();
        StackTraceElement[] last = {};
        for (int same = 0; same < SAMPLES && !outcome.isDone(); ) {
            StackTraceElement[] stack = thread.getStackTrace();
            same = waits(stack) && Arrays.equals(stack, last) ? same + 1 : 0;
            last = stack;
            if (System.nanoTime() > end) {
                throw stuck(LIMIT);
            }
            LockSupport.parkNanos(1_000_000);
        }
        return this;
    }

    private boolean waits(StackTraceElement[] stack) {
        boolean parked = thread.getState() != Thread.State.RUNNABLE && thread.getState() != Thread.State.NEW;
        return stack.length > 0 && (parked || stack[0].isNativeMethod());
    }
}

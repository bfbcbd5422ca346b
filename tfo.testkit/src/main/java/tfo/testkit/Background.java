package tfo.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
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
    // Many times what it takes on a machine that has nothing else to do.
    private static final Duration LIMIT = Duration.ofSeconds(50);
    private static final int SAMPLES = 10;
    private static final Path PROC = Path.of("/proc");

    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread;
    /** What proc(5) tells of the thread once it runs; empty of a virtual one, which it does not know. */
    private volatile Optional<Path> task;

    private Background(Callable<T> work, boolean virtual) {
        task = virtual ? Optional.empty() : Optional.of(PROC.resolve("not begun"));
        thread = virtual
                ? VirtualThreads.unstarted(() -> run(work))
                : daemon(() -> run(() -> {
                    task = ownTask();
                    return work.call();
                }));
        thread.start();
    }

    private void run(Callable<T> work) {
        try {
            outcome.complete(work.call());
        } catch (Throwable e) {
            outcome.completeExceptionally(e);
        }
    }

    private static Optional<Path> ownTask() throws IOException {
        return Optional.of(PROC.resolve(Files.readSymbolicLink(PROC.resolve("thread-self"))));
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

    /** What it returned. Fails if it threw, or is not done within 50 s. */
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

    /** Waits until the thread sleeps, and stays in one place in the kernel or parked; or is done. */
    public Background<T> blocked() {
        return blocked(SAMPLES);
    }

    /** The same with fewer looks at it, or more, a millisecond apart. */
    Background<T> blocked(int samples) {
        long end = System.nanoTime() + LIMIT.toNanos();
        StackTraceElement[] last = {};
        for (int same = 0; same < samples && !outcome.isDone(); ) {
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
        return stack.length > 0 && (parked || stack[0].isNativeMethod()) && sleeps();
    }

    // On a busy machine a thread may stand still in a native method, or after it was woken, and yet be about to go on:
    // the kernel knows. Of a virtual thread only the JDK does.
    private boolean sleeps() {
        try {
            return task.isEmpty()
                    || Files.readAllLines(task.orElseThrow().resolve("status"), StandardCharsets.ISO_8859_1)
                            .contains("State:\tS (sleeping)");
        } catch (IOException e) {
            // It has not begun, or has ended meanwhile.
            return false;
        }
    }
}

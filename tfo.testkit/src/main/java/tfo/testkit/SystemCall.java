package tfo.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Work on a thread of its own, and the system call in which it blocks, as proc(5) tells by /proc/self/task/N/syscall. */
final class SystemCall {
    /** The number of sendfile(2) on this machine. */
    static final long SENDFILE = System.getProperty("os.arch").equals("amd64") ? 40 : 71;

    private static final long RUNNING = -1;

    private final CompletableFuture<Path> task = new CompletableFuture<>();
    private final Background<Long> work;

    private SystemCall(Callable<Long> calls) {
        work = Background.start(() -> {
            task.complete(Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self"))));
            return calls.call();
        });
    }

    /** Starts the work. */
    static SystemCall of(Callable<Long> calls) {
        return new SystemCall(calls);
    }

    /** Waits until it stays in one place. */
    void awaitBlocked() throws Exception {
        work.blocked();
        BothEnds.await("a system call", () -> number() != RUNNING);
    }

    /** The number of the call that it is in; negative if it is in none. */
    long number() throws IOException {
        String call = Files.readString(task.join().resolve("syscall"));
        String number = call.strip().replaceAll(" .*", "");
        return number.equals("running") ? RUNNING : Long.parseLong(number);
    }
}

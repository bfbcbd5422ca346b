package tfo.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The descriptors of this process, by /proc. */
public final class Descriptors {
    private static final Path OWN = Path.of("/proc/self/fd");
    private static final Path STATES = Path.of("/proc/self/fdinfo");
    private static final int O_CLOEXEC = 02000000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private Descriptors() {}

    /** How many are open. */
    public static int open() throws IOException {
        try (Stream<Path> entries = Files.list(OWN)) {
            return (int) entries.count();
        }
    }

    /** Asserts that no more than these are open, as soon as the peers in this process have closed theirs, too. */
    public static void assertAtMost(int limit) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (open() > limit) {
            if (System.nanoTime() > end) {
                throw new AssertionError(open() + " descriptors are open, at most " + limit + " were due");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Asserts that the garbage collector brings their number down to this. */
    static void assertReclaimed(int limit) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (open() > limit && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(10_000_000);
        }
        assertAtMost(limit);
    }

    /**
     * The sockets that a child would inherit if the parent took no care when it forks, each with its descriptor: a duplicate
     * counts as another.
     */
    static Set<String> inheritableSockets() throws IOException {
        try (Stream<Path> entries = Files.list(OWN)) {
            return entries.map(Descriptors::inheritableSocket)
                    .flatMap(Optional::stream)
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    private static Optional<String> inheritableSocket(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            boolean closedOnExec = (flags(STATES.resolve(descriptor.getFileName())) & O_CLOEXEC) != 0;
            boolean inherited = target.startsWith("socket:") && !closedOnExec;
            return inherited ? Optional.of(descriptor.getFileName() + " " + target) : Optional.empty();
        } catch (IOException e) {
            // Closed since it was listed.
            return Optional.empty();
        }
    }

    private static int flags(Path state) throws IOException {
        for (String line : Files.readAllLines(state)) {
            if (line.startsWith("flags:")) {
                return Integer.parseInt(line.substring(6).trim(), 8);
            }
        }
        return 0;
    }

    /** The sockets that a child process started by the JDK has. */
    static List<String> socketsOfAChild() {
        try {
            Process child = new ProcessBuilder("ls", "-l", "/proc/self/fd")
                    .redirectErrorStream(true)
                    .start();
            String listing = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return listing.lines().filter(line -> line.contains("socket:")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

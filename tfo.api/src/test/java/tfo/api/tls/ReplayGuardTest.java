package tfo.api.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplayGuardTest {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int IDS = 500;

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    private static byte[] id(int number) {
        return ByteBuffer.allocate(32).putInt(number).array();
    }

    private Instant later() {
        return now.plus(LIFE);
    }

    private ReplayGuard directory() throws IOException {
        return ReplayDirectory.open(folder.resolve("guard"), () -> now);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("guard"))) {
            return files.count();
        }
    }

    @Test
    void eachIsNewOnce() throws IOException {
        for (ReplayGuard guard : List.of(new ReplayMemory(10, () -> now), directory())) {
            assertTrue(guard.isNew(id(1), later()));
            assertFalse(guard.isNew(id(1), later()));
            assertTrue(guard.isNew(id(2), later()));
            assertFalse(guard.isNew(id(1), later().plus(LIFE)));
        }
    }

    @Test
    void memoryThatIsFullSaysNoUntilSomethingIsOver() {
        ReplayGuard guard = new ReplayMemory(2, () -> now);
        assertTrue(guard.isNew(id(1), later()));
        assertTrue(guard.isNew(id(2), later().plus(LIFE)));

        assertFalse(guard.isNew(id(3), later()));
        now = later().plusSeconds(1);

        assertTrue(guard.isNew(id(3), later()));
        assertFalse(guard.isNew(id(2), later()));
        assertFalse(guard.isNew(id(4), later()));
    }

    @Test
    void memoryHasRoomForOneAtLeast() {
        assertThrows(IllegalArgumentException.class, () -> ReplayGuard.inMemory(0));
    }

    @Test
    void aDirectoryOutlivesTheProcessAndForgetsWhatIsOver() throws IOException {
        ReplayGuard guard = directory();
        assertTrue(guard.isNew(id(1), later()));
        assertTrue(guard.isNew(id(2), later().plus(LIFE)));

        ReplayGuard restarted = directory();
        assertFalse(restarted.isNew(id(1), later()));
        now = later().plusSeconds(90);
        assertTrue(restarted.isNew(id(3), later()));

        assertEquals(2, files());
        assertFalse(restarted.isNew(id(2), later()));
    }

    @Test
    void aFileOfAProcessThatDiedIsNotForgottenEarly() throws IOException {
        now = Instant.now();
        ReplayGuard guard = directory();
        Path empty = Files.createFile(
                folder.resolve("guard").resolve(ReplayDigest.of(id(1)).toString()));
        Path undated = folder.resolve("guard").resolve(ReplayDigest.of(id(2)).toString());
        now = now.plusSeconds(120);
        Files.write(
                undated,
                ByteBuffer.allocate(8).putLong(later().getEpochSecond()).array());

        assertFalse(guard.isNew(id(1), later()));
        assertFalse(guard.isNew(id(2), later()));
        assertTrue(guard.isNew(id(3), later()));
        assertTrue(Files.exists(empty) && Files.exists(undated));
        now = now.plus(Duration.ofDays(9));

        assertTrue(guard.isNew(id(4), later()));
        assertEquals(1, files());
    }

    @Test
    void whatIsNotItsOwnStays() throws IOException {
        now = Instant.now();
        ReplayGuard guard = directory();
        Path note = Files.writeString(folder.resolve("guard").resolve("README"), "keep");
        assertTrue(guard.isNew(id(1), later()));
        now = now.plus(Duration.ofDays(30));

        assertTrue(guard.isNew(id(2), later()));

        assertTrue(Files.exists(note));
        assertEquals(2, files());
    }

    @Test
    void nobodyElseMayLookIntoTheDirectory() throws IOException {
        directory().isNew(id(1), later());
        Path guard = folder.resolve("guard");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(guard)));
        try (Stream<Path> files = Files.list(guard)) {
            Path file = files.findFirst().orElseThrow();
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }

        Files.setPosixFilePermissions(guard, PosixFilePermissions.fromString("rwxr-x---"));

        assertThrows(AccessDeniedException.class, () -> ReplayGuard.inDirectory(guard));
    }

    @Test
    void aDirectoryThatIsGoneSaysNo() throws IOException {
        ReplayGuard guard = directory();

        Files.delete(folder.resolve("guard"));

        assertFalse(guard.isNew(id(1), later()));
    }

    @Test
    void ofManyThreadsOneIsFirst() throws IOException {
        for (ReplayGuard guard : List.of(new ReplayMemory(IDS, () -> now), directory())) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<CompletableFuture<Long>> counts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                counts.add(CompletableFuture.supplyAsync(() -> firsts(guard), threads));
            }
            assertEquals(IDS, counts.stream().mapToLong(CompletableFuture::join).sum());
            threads.shutdown();
        }
    }

    private long firsts(ReplayGuard guard) {
        return IntStream.range(0, IDS).filter(i -> guard.isNew(id(i), later())).count();
    }

    @Test
    void ofTwoProcessesOneIsFirst() throws Exception {
        List<Process> processes = List.of(process(), process());
        List<Integer> firsts = new ArrayList<>();
        for (Process process : processes) {
            process.inputReader().lines().map(Integer::valueOf).forEach(firsts::add);
            assertEquals(0, process.waitFor());
        }

        Set<Integer> different = new HashSet<>(firsts);
        assertEquals(IDS, different.size());
        assertEquals(IDS, firsts.size());
    }

    private Process process() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asker.class.getName(),
                        folder.resolve("shared").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Prints for which it was the first. */
    static final class Asker {
        private Asker() {}

        public static void main(String[] args) throws IOException {
            ReplayGuard guard = ReplayGuard.inDirectory(Path.of(args[0]));
            IntStream.range(0, IDS)
                    .filter(i -> guard.isNew(id(i), Instant.now().plus(LIFE)))
                    .forEach(System.out::println);
        }
    }
}

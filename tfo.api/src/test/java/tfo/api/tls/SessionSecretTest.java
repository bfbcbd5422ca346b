package tfo.api.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSecretTest {
    @TempDir
    Path folder;

    @Test
    void randomOnesDiffer() {
        assertFalse(Arrays.equals(
                SessionSecret.random().bytes(), SessionSecret.random().bytes()));
    }

    @Test
    void theBytesAreCopiedInAndOut() {
        byte[] bytes = new byte[SessionSecret.LENGTH];
        SessionSecret secret = SessionSecret.of(bytes);

        bytes[0] = 1;
        secret.bytes()[1] = 1;

        assertArrayEquals(new byte[SessionSecret.LENGTH], secret.bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void anotherLengthIsRefused(int length) {
        assertThrows(IllegalArgumentException.class, () -> SessionSecret.of(new byte[length]));
    }

    @Test
    void aDestroyedOneGivesNoBytes() {
        SessionSecret secret = SessionSecret.random();
        assertFalse(secret.isDestroyed());

        secret.destroy();
        secret.destroy();

        assertTrue(secret.isDestroyed());
        assertThrows(IllegalStateException.class, secret::bytes);
    }

    @Test
    void itsTextShowsNothing() {
        SessionSecret secret = SessionSecret.random();

        assertEquals("SessionSecret[...]", secret.toString());
    }

    @Test
    void aFileIsMadeOnceAndForTheOwnerAlone() throws IOException {
        Path file = folder.resolve("secret");

        byte[] made = SessionSecret.file(file).bytes();

        assertArrayEquals(made, SessionSecret.file(file).bytes());
        assertArrayEquals(made, Files.readAllBytes(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    @Timeout(60)
    void whoComesAtOnceGetsTheSameSecret() throws Exception {
        assertAllGetTheSame(Files::createLink);
    }

    @Test
    @Timeout(60)
    void whoComesAtOnceGetsTheSameSecretWhereThereAreNoHardLinks() throws Exception {
        assertAllGetTheSame(SessionSecretTest::refuse);
        assertAllGetTheSame((name, existing) -> {
            throw new UnsupportedOperationException();
        });
    }

    // As the JDK tells of EPERM.
    private static Path refuse(Path name, Path existing) throws IOException {
        throw new FileSystemException(name.toString(), existing.toString(), "Operation not permitted");
    }

    private void assertAllGetTheSame(SessionSecret.Linking linking) throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 20; round++) {
                Path file = Files.createTempDirectory(folder, "round").resolve("secret");
                CyclicBarrier start = new CyclicBarrier(threads);
                Callable<String> secret = () -> {
                    start.await(20, TimeUnit.SECONDS);
                    return HexFormat.of()
                            .formatHex(SessionSecret.file(file, linking).bytes());
                };
                Set<String> secrets = new TreeSet<>();
                for (Future<String> got : pool.invokeAll(Collections.nCopies(threads, secret))) {
                    secrets.add(got.get());
                }
                assertEquals(1, secrets.size());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whereThereAreNoHardLinksTheFileIsTheSameAndALockStaysBesideIt() throws IOException {
        Path file = folder.resolve("secret");

        byte[] made = SessionSecret.file(file, SessionSecretTest::refuse).bytes();

        assertArrayEquals(made, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("secret rw-------", "secret.lock rw-------"),
                    files.map(SessionSecretTest::described).sorted().toList());
        }
    }

    private static String described(Path file) {
        try {
            return file.getFileName() + " " + PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x"})
    void aFileThatOthersMayUseIsRefusedWithAHint(String mode) throws IOException {
        Path file = folder.resolve("secret");
        SessionSecret.file(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        AccessDeniedException refused = assertThrows(AccessDeniedException.class, () -> SessionSecret.file(file));

        assertTrue(String.valueOf(refused.getMessage()).contains("chmod 600"), refused::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 4096})
    void aFileOfAnotherLengthIsRefused(int length) throws IOException {
        Path file = folder.resolve("secret");
        SessionSecret.file(file);
        Files.write(file, new byte[length]);

        IOException refused = assertThrows(IOException.class, () -> SessionSecret.file(file));

        assertTrue(String.valueOf(refused.getMessage()).contains("32 bytes"), refused::toString);
    }

    @Test
    void aDanglingLinkIsAnError() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("secret"), folder.resolve("nowhere"));

        assertThrows(IOException.class, () -> SessionSecret.file(link));
        assertFalse(Files.exists(folder.resolve("nowhere")));
    }

    @Test
    void withoutAFolderItIsAnError() {
        assertThrows(IOException.class, () -> SessionSecret.file(folder.resolve("no/such/folder")));
    }
}

package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;

/** What every {@link SessionDirectory} must do besides. The tests are of Linux: modes, links, FIFOs. */
public abstract class SessionDirectoryContract extends SessionStoreContract {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path temporary;

    /** For the provider's suite. */
    protected SessionDirectoryContract() {}

    /** Whose directories; it has a public constructor without parameters, so that other processes can make it. */
    protected abstract SessionDirectories directories();

    @Override
    protected final SessionDirectory store() throws IOException {
        return directories().open(path());
    }

    @Override
    protected final SessionData session(SessionKey key, int number, Instant issued, Duration lifetime) {
        return directories().session(key, number, issued, lifetime);
    }

    private Path path() {
        return temporary.resolve("sessions");
    }

    private SessionDirectory with(int... numbers) throws IOException {
        SessionDirectory directory = store();
        Instant issued = Instant.now().minusSeconds(1);
        IntStream.of(numbers).forEach(number -> directory.put(session(KEY, number, issued, HOUR)));
        return directory;
    }

    private Path file(String name) {
        return files().filter(file -> file.getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Path newest(SessionDirectory directory) throws IOException {
        return file(directory.list().get(0).file());
    }

    private Stream<Path> files() {
        try (Stream<Path> all = Files.walk(path())) {
            return all.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertTakes(int expected, SessionDirectory directory) {
        SessionOffer offer = directory.take(KEY);
        assertEquals(expected, offer.session().map(SessionData::maxEarlyData).orElse(-1L), offer::toString);
    }

    private static void assertRefuses(SessionRefusal expected, SessionDirectory directory) {
        SessionOffer offer = directory.take(KEY);
        assertEquals(expected, offer.refusal().orElse(null), offer::toString);
        assertFalse(offer.detail().isEmpty());
    }

    @Test
    void whatWasPutIsSpentHereAndFoundByWhoeverOpensTheDirectory() throws IOException {
        SessionData session = session(KEY, 7, Instant.now().minusSeconds(1), HOUR);

        store().put(session);

        assertTrue(session.isDestroyed());
        assertTakes(7, store());
    }

    @Test
    void everythingIsForTheOwnerAlone() throws IOException {
        with(1);

        try (Stream<Path> all = Files.walk(path())) {
            for (Path entry : all.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(entry));
                assertEquals(Files.isDirectory(entry) ? "rwx------" : "rw-------", mode, entry::toString);
            }
        }
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        SessionDirectory directory = with(1, 2);
        Files.setPosixFilePermissions(newest(directory), PosixFilePermissions.fromString("rw-r--r--"));

        assertEquals(
                SessionRefusal.EXPOSED,
                directory.list().get(0).offer().refusal().orElse(null));
        assertTakes(1, directory);
    }

    @Test
    void aDirectoryOrKeyThatOthersMayReadIsRefusedWithAHint() throws IOException {
        with(1);
        Path key = files().filter(file -> path().equals(file.getParent()))
                .findFirst()
                .orElseThrow();

        for (Path exposed : List.of(path(), key)) {
            var before = Files.getPosixFilePermissions(exposed);
            Files.setPosixFilePermissions(exposed, PosixFilePermissions.fromString("rwxr-xr-x"));
            AccessDeniedException refused = assertThrows(AccessDeniedException.class, this::store);
            assertTrue(String.valueOf(refused.getMessage()).contains("chmod"), refused::toString);
            Files.setPosixFilePermissions(exposed, before);
        }
        assertTakes(1, store());
    }

    @Test
    void whatIsWrittenShowsNothingOfThePeer() throws IOException {
        with(1);

        for (Path file : files().toList()) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            for (String shown : List.of("example", KEY.digest(), "X25519", "TLS_1_3", "GnuTLS")) {
                assertFalse(text.contains(shown), () -> file + " shows " + shown);
                assertFalse(path().relativize(file).toString().contains(shown), file::toString);
            }
        }
    }

    @Test
    void twoDirectoriesNameTheSamePeerDifferently() throws IOException {
        with(1);
        Path other = temporary.resolve("other");
        directories().open(other).put(session(KEY, 1, Instant.now().minusSeconds(1), HOUR));

        for (String name : folders(path())) {
            assertFalse(folders(other).contains(name), name);
        }
    }

    private static List<String> folders(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void aChangedOrCutFileIsRefusedAndDoesNotStandInTheWay() throws IOException {
        SessionDirectory directory = with(1, 2, 3);
        flipLastByte(newest(directory));
        Path second = file(directory.list().get(1).file());
        Files.write(second, Arrays.copyOf(Files.readAllBytes(second), 40));

        assertEquals(
                List.of(SessionRefusal.BROKEN_SEAL, SessionRefusal.WRONG_LENGTH),
                directory.list().stream()
                        .flatMap(entry -> entry.offer().refusal().stream())
                        .toList());
        assertTakes(1, directory);
        assertRefuses(SessionRefusal.ABSENT, directory);
    }

    private static void flipLastByte(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() - 1);
            int last = bytes.read();
            bytes.seek(bytes.length() - 1);
            bytes.write(last ^ 1);
        }
    }

    @Test
    void aLinkInPlaceOfASessionIsRefused() throws IOException {
        SessionDirectory directory = with(1);
        Path session = newest(directory);
        Path elsewhere = Files.move(session, temporary.resolve("elsewhere"));
        Files.createSymbolicLink(session, elsewhere);

        assertRefuses(SessionRefusal.UNREADABLE, directory);
        assertTrue(Files.exists(elsewhere));
    }

    @Test
    void aLinkInPlaceOfAFolderIsRefused() throws IOException {
        SessionDirectory directory = with(1);
        Path folder = newest(directory).getParent();
        Path elsewhere = Files.move(folder, temporary.resolve("elsewhere"));
        Files.createSymbolicLink(folder, elsewhere);

        assertTrue(directory.take(KEY).session().isEmpty());
        directory.put(session(KEY, 2, Instant.now().minusSeconds(1), HOUR));
        directory.clear();
        try (Stream<Path> untouched = Files.list(elsewhere)) {
            assertEquals(1, untouched.count());
        }
    }

    @Test
    void aFifoInPlaceOfASessionHoldsUpNobody() throws Exception {
        SessionDirectory directory = with(1, 2);
        Path session = newest(directory);
        Files.delete(session);
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", "-m", "600", session.toString())
                        .start()
                        .waitFor());

        assertTakes(1, directory);
    }

    @Test
    void whatIsNotOursIsLeftAlone() throws IOException {
        SessionDirectory directory = with(1);
        Path folder = Files.createDirectory(path().resolve("backup"));
        List<Path> foreign = List.of(
                Files.writeString(folder.resolve("mine.session"), "mine"),
                Files.writeString(path().resolve(".secrets of mine"), "mine"),
                Files.writeString(path().resolve("README"), "mine"),
                Files.createDirectory(path().resolve("empty")),
                Files.createDirectory(path().resolve("cafe")));
        for (Path file : foreign) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
        }

        assertEquals(1, directory.list().size());
        assertEquals(0, directory.purge());
        assertEquals(1, directory.clear());

        for (Path file : foreign) {
            assertTrue(Files.exists(file, LinkOption.NOFOLLOW_LINKS), file::toString);
        }
    }

    @Test
    void listTakesNothingAndItsSessionsAreOnlyToLookAt() throws IOException {
        SessionDirectory directory = with(1, 2);

        List<SessionDirectory.Entry> entries = directory.list();

        assertEquals(2, entries.size());
        SessionData view = entries.get(0).offer().session().orElseThrow();
        assertEquals(2, view.maxEarlyData());
        assertTrue(view.isDestroyed());
        assertTakes(2, directory);
        assertTakes(1, directory);
    }

    @Test
    void purgeRemovesWhatIsExpiredOrBrokenAndNothingElse() throws IOException {
        SessionDirectory directory = with(1, 2);
        flipLastByte(newest(directory));
        directory.put(session(OTHER, 3, Instant.now().minusSeconds(20), Duration.ofSeconds(10)));

        assertEquals(2, directory.purge());
        assertEquals(0, directory.purge());
        assertTakes(1, directory);
    }

    @Test
    void clearRemovesEverySession() throws IOException {
        SessionDirectory directory = with(1, 2);
        directory.put(session(OTHER, 3, Instant.now().minusSeconds(1), HOUR));

        assertEquals(3, directory.clear());
        assertEquals(List.of(), directory.list());
        directory.put(session(KEY, 4, Instant.now().minusSeconds(1), HOUR));
        assertTakes(4, store());
    }

    @Test
    void aFolderThatCannotBeWrittenCostsTheSessionAndNothingElse() throws IOException {
        SessionDirectory directory = with(1);
        Path folder = newest(directory).getParent();
        directory.clear();
        Files.deleteIfExists(folder);
        Files.writeString(folder, "in the way");
        SessionData lost = session(KEY, 2, Instant.now().minusSeconds(1), HOUR);

        directory.put(lost);

        assertTrue(lost.isDestroyed());
        assertTrue(directory.take(KEY).session().isEmpty());
    }
}

package tfo.tls.gnutls.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;

class SessionFolderTest {
    @TempDir
    Path temporary;

    private Path directory;
    private SessionFolder folder;

    @BeforeEach
    void openIt() throws IOException {
        directory = temporary.resolve("sessions");
        folder = SessionFolder.open(directory, Sessions.LIBRARY);
    }

    @Test
    void theNewestComesFirstAndEachOnce() {
        put(Sessions.KEY, 1, 2, 3);

        assertArrayEquals(Sessions.bytes(3), taken(Sessions.KEY));
        assertArrayEquals(Sessions.bytes(2), taken(Sessions.KEY));
        assertArrayEquals(Sessions.bytes(1), taken(Sessions.KEY));
        assertRefused(SessionRefusal.ABSENT, folder.take(Sessions.KEY));
    }

    @Test
    void whatWasPutCannotBeUsedBesides() {
        StoredSession session = Sessions.numbered(Sessions.KEY, 1);

        folder.put(session);

        assertTrue(session.isDestroyed());
    }

    @Test
    void anotherKeyGetsNothing() {
        put(Sessions.KEY, 1);

        assertRefused(SessionRefusal.ABSENT, folder.take(Sessions.OTHER));
        assertRefused(SessionRefusal.ABSENT, folder.take(new SessionKey("one.example", 444, Sessions.KEY.digest())));
        assertRefused(SessionRefusal.ABSENT, folder.take(new SessionKey("one.example", 443, "cd".repeat(32))));
    }

    @Test
    void anotherProcessFindsThem() throws IOException {
        put(Sessions.KEY, 1);

        SessionOffer offer = SessionFolder.open(directory, Sessions.LIBRARY).take(Sessions.KEY);

        assertArrayEquals(Sessions.bytes(1), spend(offer));
    }

    @Test
    void aSessionMovedToAnotherKeyIsRefused() throws IOException {
        put(Sessions.KEY, 1);
        Path moved = files().get(0);
        put(Sessions.OTHER, 2);
        Path other =
                files().stream().filter(file -> !file.equals(moved)).findFirst().orElseThrow();
        Files.move(moved, other.resolveSibling(moved.getFileName()));

        assertRefused(SessionRefusal.ABSENT, folder.take(Sessions.KEY));
        assertArrayEquals(Sessions.bytes(2), taken(Sessions.OTHER));
        assertRefused(SessionRefusal.OTHER_KEY, folder.take(Sessions.OTHER));
    }

    @Test
    void whatIsExpiredOrChangedIsRemovedAndTheReasonTold() throws IOException {
        folder.put(Sessions.of(Sessions.KEY, 1, Instant.now().minusSeconds(20), Duration.ofSeconds(10)));
        assertRefused(SessionRefusal.EXPIRED, folder.take(Sessions.KEY));

        put(Sessions.KEY, 2);
        byte[] bytes = Files.readAllBytes(files().get(0));
        bytes[bytes.length - 1] ^= 1;
        Files.write(files().get(0), bytes);
        assertRefused(SessionRefusal.BROKEN_SEAL, folder.take(Sessions.KEY));

        assertEquals(List.of(), files());
    }

    @Test
    void whatCannotBeReadIsPassedOver() throws IOException {
        put(Sessions.KEY, 1);
        Path odd = files().get(0).resolveSibling("9999999999999-000000-0.session");
        Files.createDirectories(odd.resolve("not empty"));

        assertEquals(2, folder.list().size());
        assertArrayEquals(Sessions.bytes(1), taken(Sessions.KEY));
        assertRefused(SessionRefusal.UNREADABLE, folder.take(Sessions.KEY));
        assertEquals(0, folder.purge());
    }

    @Test
    void everythingIsForTheOwnerAlone() throws IOException {
        put(Sessions.KEY, 1);

        assertEquals("rw-------", permissions(files().get(0)));
        assertEquals("rw-------", permissions(directory.resolve("secret")));
        assertEquals("rwx------", permissions(directory));
        assertEquals("rwx------", permissions(files().get(0).getParent()));
    }

    @Test
    void whatOthersMayReadIsRefused() throws IOException {
        put(Sessions.KEY, 1);
        Files.setPosixFilePermissions(files().get(0), PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(SessionRefusal.EXPOSED, folder.take(Sessions.KEY));

        Files.setPosixFilePermissions(directory.resolve("secret"), PosixFilePermissions.fromString("rw-r-----"));
        assertThrows(AccessDeniedException.class, () -> SessionFolder.open(directory, Sessions.LIBRARY));

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        assertThrows(AccessDeniedException.class, () -> SessionFolder.open(directory, Sessions.LIBRARY));
    }

    @Test
    void namesTellNothingOfThePeer() throws IOException {
        put(Sessions.KEY, 1);

        for (Path file : files()) {
            assertFalse(file.toString().contains("example"), file::toString);
        }
    }

    @Test
    void aKeyKeepsTheSixteenNewest() throws IOException {
        for (int i = 0; i < 40; i++) {
            put(Sessions.KEY, i);
        }

        assertEquals(16, files().size());
        assertArrayEquals(Sessions.bytes(39), taken(Sessions.KEY));
    }

    @Test
    void listTakesNothing() throws IOException {
        put(Sessions.KEY, 1, 2);
        put(Sessions.OTHER, 3);

        List<SessionDirectory.Entry> entries = folder.list();

        assertEquals(3, entries.size());
        assertEquals(
                Sessions.OTHER, entries.get(0).offer().session().orElseThrow().key());
        assertTrue(entries.get(0).offer().session().orElseThrow().isDestroyed());
        assertArrayEquals(Sessions.bytes(2), taken(Sessions.KEY));
    }

    @Test
    void purgeRemovesWhatIsOfNoUseAndClearTheRest() throws IOException {
        put(Sessions.KEY, 1, 2);
        folder.put(Sessions.of(Sessions.OTHER, 3, Instant.now().minusSeconds(20), Duration.ofSeconds(10)));
        Path draft = files().get(0).resolveSibling(".draft-0123456789abcdef");
        Files.write(draft, new byte[10]);
        Files.setLastModifiedTime(draft, FileTime.from(Instant.now().minusSeconds(120)));

        Path secret = Files.copy(draft, directory.resolve(".secret123"));
        Files.setLastModifiedTime(secret, FileTime.from(Instant.now().minusSeconds(120)));

        assertEquals(3, folder.purge());
        assertEquals(2, files().size());
        assertEquals(2, folder.clear());
        assertEquals(List.of(), files());
        assertTrue(Files.exists(directory.resolve("secret")));
    }

    private void put(SessionKey key, int... numbers) {
        for (int number : numbers) {
            folder.put(Sessions.numbered(key, number));
        }
    }

    private byte[] taken(SessionKey key) {
        return spend(folder.take(key));
    }

    private static byte[] spend(SessionOffer offer) {
        return ((StoredSession) offer.session().orElseThrow(() -> new AssertionError(offer))).spend();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(SessionFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void assertRefused(SessionRefusal expected, SessionOffer offer) {
        assertEquals(expected, offer.refusal().orElse(null), offer::toString);
    }
}

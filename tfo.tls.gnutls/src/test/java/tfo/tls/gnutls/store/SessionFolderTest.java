package tfo.tls.gnutls.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;

/** What is of this folder alone: how its files are laid out. The rest is in {@link SessionFolderContractTest}. */
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
    void aSessionMovedToAnotherKeyIsRefused() throws IOException {
        Path moved = put(Sessions.KEY, 1);
        Path other = put(Sessions.OTHER, 2);
        Files.move(moved, other.resolveSibling(moved.getFileName()));

        assertRefused(SessionRefusal.ABSENT, folder.take(Sessions.KEY));
        assertArrayEquals(Sessions.bytes(2), taken(Sessions.OTHER));
        assertRefused(SessionRefusal.OTHER_KEY, folder.take(Sessions.OTHER));
    }

    @Test
    void whatIsChangedIsRemovedAndTheReasonTold() throws IOException {
        Path file = put(Sessions.KEY, 1);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertRefused(SessionRefusal.BROKEN_SEAL, folder.take(Sessions.KEY));

        assertEquals(List.of(), files());
    }

    @Test
    void whatCannotBeReadIsPassedOver() throws IOException {
        Path odd = put(Sessions.KEY, 1).resolveSibling("9999999999999-000000-0.session");
        Files.createDirectories(odd.resolve("not empty"));

        assertEquals(2, folder.list().size());
        assertArrayEquals(Sessions.bytes(1), taken(Sessions.KEY));
        assertRefused(SessionRefusal.UNREADABLE, folder.take(Sessions.KEY));
        assertEquals(0, folder.purge());
    }

    @Test
    void purgeRemovesDraftsOfProcessesThatDied() throws IOException {
        Path folderOfKey = put(Sessions.KEY, 1).getParent();
        Path abandoned = draft(folderOfKey.resolve(".draft-0123456789abcdef"), 120);
        Path secret = draft(directory.resolve(".secret123"), 120);
        Path fresh = draft(folderOfKey.resolve(".draft-fedcba9876543210"), 0);

        assertEquals(2, folder.purge());

        assertTrue(Files.notExists(abandoned) && Files.notExists(secret) && Files.exists(fresh));
        assertTrue(Files.exists(directory.resolve("secret")));
        assertArrayEquals(Sessions.bytes(1), taken(Sessions.KEY));
    }

    private static Path draft(Path file, int secondsOld) throws IOException {
        Files.write(file, new byte[10]);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(secondsOld)));
    }

    /** Puts a session into the folder and returns its file. */
    private Path put(SessionKey key, int number) throws IOException {
        List<Path> before = files();
        folder.put(Sessions.numbered(key, number));
        return files().stream()
                .filter(file -> !before.contains(file))
                .findFirst()
                .orElseThrow();
    }

    private byte[] taken(SessionKey key) {
        SessionOffer offer = folder.take(key);
        return ((StoredSession) offer.session().orElseThrow(() -> new AssertionError(offer))).spend();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(SessionFile.SUFFIX))
                    .toList();
        }
    }

    private static void assertRefused(SessionRefusal expected, SessionOffer offer) {
        assertEquals(expected, offer.refusal().orElse(null), offer::toString);
    }
}

package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.linux.LinuxSockets;
import tfo.tls.gnutls.store.Mutation;

/**
 * A file of a session directory is changed in 200,000 ways, and each time a session is asked for; in between, what is unchanged is
 * resumed.
 */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class MutatedSessionsTest {
    private static final int MUTATIONS = 200_000;
    private static final int RESUME_EVERY = 2_000;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    @TempDir
    private static Path root;

    private final GnuTlsService tls = new GnuTlsService();
    private final FastOpenSockets sockets = new LinuxSockets();

    @Test
    void eachIsRefusedForItsReasonAndTheUnchangedOnesResume() throws Exception {
        SessionDirectory directory = tls.sessionDirectory(root.resolve("sessions"));
        Random random = new Random(2_000);
        int resumed = 0;
        try (Town town = new Town();
                TlsClient client = tls.client()
                        .trust(Town.AUTHORITY.trust())
                        .sessions(SessionStore.none())
                        .build()) {
            SessionKey key = client.sessionKey("localhost", town.port());
            byte[] others = taken(put(directory, full(client, town)));
            Path file = put(directory, full(client, town));
            byte[] sealed = taken(file);
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] mutation = Mutation.of(sealed, others, random);
                write(file, mutation);
                SessionOffer offer = directory.take(key);
                assertEquals(Mutation.expected(sealed, mutation), offer.refusal(), offer::toString);
                if (i % RESUME_EVERY == 0) {
                    write(file, sealed);
                    others = sealed;
                    file = put(directory, resume(client, town, directory.take(key)));
                    sealed = taken(file);
                    resumed++;
                }
            }
        }
        assertEquals(MUTATIONS / RESUME_EVERY, resumed);
    }

    private SessionData full(TlsClient client, Town town) throws Exception {
        try (TlsConnection connection = client.dial(Town.request(town.port())).connect(sockets)) {
            return next(connection);
        }
    }

    private SessionData resume(TlsClient client, Town town, SessionOffer offer) throws Exception {
        SessionData session = offer.session().orElseThrow(() -> new AssertionError(offer));
        try (TlsConnection connection =
                client.dial(Town.request(town.port())).resume(session).connect(sockets)) {
            assertTrue(connection.handshake().resumed(), connection.handshake().reason());
            return next(connection);
        }
    }

    private static SessionData next(TlsConnection connection) throws Exception {
        Town.talk(connection);
        return connection.session().orElseThrow();
    }

    /** The file that the session is kept in, the only one. */
    private static Path put(SessionDirectory directory, SessionData session) throws IOException {
        directory.put(session);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".session"))
                    .collect(Collectors.collectingAndThen(Collectors.toList(), MutatedSessionsTest::only));
        }
    }

    private static Path only(List<Path> files) {
        assertEquals(1, files.size(), files::toString);
        return files.get(0);
    }

    private static byte[] taken(Path file) throws IOException {
        byte[] sealed = Files.readAllBytes(file);
        Files.delete(file);
        return sealed;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (SeekableByteChannel out = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            out.write(ByteBuffer.wrap(bytes));
        }
    }
}

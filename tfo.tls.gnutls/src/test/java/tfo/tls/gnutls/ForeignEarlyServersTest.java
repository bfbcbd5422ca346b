package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;
import tfo.lab.foreign.ForeignServer;
import tfo.linux.LinuxSockets;
import tfo.testkit.peer.Addresses;

/** The servers that come with OpenSSL and GnuTLS take our early data. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForeignEarlyServersTest {
    private static final String END_OF_EARLY = "End of early data";

    @TempDir
    private Path folder;

    private final FastOpenSockets sockets = new LinuxSockets();
    private final InetAddress at = Addresses.literal("127.0.0.1");
    private final SessionStore store = SessionStore.inMemory(10);
    private TlsClient client;

    @BeforeEach
    void makeClient() throws TlsException {
        client = new GnuTlsService()
                .client()
                .trust(ForeignTown.PKI.trust())
                .sessions(store)
                .build();
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    private TlsConnection say(ForeignTown server, String words) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(at, server.port());
        TlsConnection connection = Visit.dial(client, remote)
                .earlyData(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)))
                .connect(sockets);
        connection.readTimeout(Visit.PATIENCE);
        return connection;
    }

    /** Waits until the server has written this down. */
    private static String await(ForeignTown server, String text) throws IOException {
        for (long end = System.nanoTime() + Visit.PATIENCE.toNanos(); System.nanoTime() < end; ) {
            if (server.log().contains(text)) {
                return server.log();
            }
            LockSupport.parkNanos(5_000_000);
        }
        throw new AssertionError("no " + text + " in " + server.log());
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    @Test
    void opensslReadsItBeforeTheHandshakeIsDone() throws Exception {
        try (ForeignTown server = ForeignTown.openssl(folder, ForeignServer.unusedPort(at))) {
            try (TlsConnection connection = say(server, "hello one")) {
                assertEquals(EarlyData.RESENT, connection.handshake().earlyData());
                await(server, "hello one");
                store.put(connection.awaitSession(Visit.PATIENCE).orElseThrow());
            }

            try (TlsConnection connection = say(server, "hello two")) {
                HandshakeReport report = connection.handshake();
                assertEquals(EarlyData.ACCEPTED, report.earlyData(), report::earlyDataReason);
                String log = await(server, END_OF_EARLY);
                assertEquals(1, count(log, "hello two"), log);
                assertTrue(log.indexOf("hello two") < log.indexOf(END_OF_EARLY), log);
            }
        }
    }

    // It reads early data and does nothing with it.
    @Test
    void gnutlsTakesItAndGoesOn() throws Exception {
        try (ForeignTown server = ForeignTown.gnutls(folder, ForeignServer.unusedPort(at))) {
            try (TlsConnection connection = say(server, "hello one\n")) {
                assertEquals(EarlyData.RESENT, connection.handshake().earlyData());
                assertEquals("hello one\n", read(connection, 10));
            }
            try (TlsConnection connection = say(server, "hello two\n")) {
                HandshakeReport report = connection.handshake();
                assertEquals(EarlyData.ACCEPTED, report.earlyData(), report::earlyDataReason);
                connection.write(ByteBuffer.wrap("!\n".getBytes(StandardCharsets.US_ASCII)));
                assertEquals("!\n", read(connection, 2));
            }
        }
    }

    private static String read(TlsConnection connection, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && connection.read(bytes) >= 0) {
            // More may come.
        }
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }
}

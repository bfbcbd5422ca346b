package examples.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import examples.TlsPeer;
import examples.sessions.SavedSessions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsService;

/** What the pages on TLS show does what they say. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class TlsPagesTest {
    @TempDir
    Path folder;

    private final TlsService tls = TlsService.best();
    private final FastOpenSockets sockets = FastOpenSockets.best();

    @Test
    void aDialTellsWhomItDoesNotTrust() throws Exception {
        try (TlsPeer peer = new TlsPeer(folder);
                TlsClient trusting = tls.client().trust(peer.trust()).build();
                TlsClient other = tls.client().build()) {
            assertTrue(TlsPages.dial(trusting, sockets, to(peer), one()).startsWith("in full: "));
            assertTrue(TlsPages.dial(other, sockets, to(peer), one()).startsWith("not whom we trust: "));
        }
    }

    @Test
    void aSealedSessionServesOnce() throws Exception {
        SessionSecret secret = SessionSecret.random();
        try (TlsPeer peer = new TlsPeer(folder);
                TlsClient client = tls.client().trust(peer.trust()).build()) {
            byte[] sealed =
                    TlsPages.seal(client, sockets, to(peer), one(), secret).orElseThrow();

            assertTrue(TlsPages.resume(tls, client, sockets, to(peer), sealed, secret));
            sealed[sealed.length / 2] ^= 1;
            assertFalse(TlsPages.resume(tls, fresh(peer), sockets, to(peer), sealed, secret));
        }
    }

    private TlsClient fresh(TlsPeer peer) throws Exception {
        return tls.client().trust(peer.trust()).build();
    }

    @Test
    void aFolderIsListed() throws Exception {
        Path sessions = folder.resolve("sessions");
        try (TlsPeer peer = new TlsPeer(folder)) {
            new SavedSessions(sessions, peer.trust()).ask(peer.address(), "one");
        }

        String list = TlsPages.list(tls, sessions);

        assertTrue(list.contains(": localhost until "), list);
        assertEquals(list, TlsPages.list(tls, sessions), "it takes nothing");
    }

    private static ConnectRequest to(TlsPeer peer) throws Exception {
        return ConnectRequest.to(peer.address()).timeout(Duration.ofSeconds(10));
    }

    private static ByteBuffer one() {
        return ByteBuffer.wrap("one".getBytes(StandardCharsets.US_ASCII));
    }
}

package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.linux.LinuxSockets;

/** A store of the user's that throws costs resumptions, and no connection. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FailingStoreTest {
    private final AtomicInteger put = new AtomicInteger();

    private final SessionStore broken = new SessionStore() {
        @Override
        public void put(SessionData session) {
            put.incrementAndGet();
            throw new IllegalStateException("full");
        }

        @Override
        public SessionOffer take(SessionKey key) {
            throw new IllegalStateException("gone");
        }
    };

    @Test
    void connectionsGoOnWithFullHandshakesThatSayWhy() throws Exception {
        try (Town town = new Town();
                TlsClient client = new GnuTlsService()
                        .client()
                        .trust(Town.AUTHORITY.trust())
                        .sessions(broken)
                        .build()) {
            for (int i = 0; i < 2; i++) {
                try (TlsConnection connection =
                        client.dial(Town.request(town.port())).connect(new LinuxSockets())) {
                    assertFalse(connection.handshake().resumed());
                    assertTrue(
                            connection.handshake().reason().contains("gone"),
                            connection.handshake().reason());
                    talk(connection);
                    talk(connection);
                }
            }
        }
        assertTrue(put.get() > 0, "no session was put");
    }

    private static void talk(TlsConnection connection) throws IOException {
        connection.write(ByteBuffer.wrap(new byte[] {7}));
        ByteBuffer answer = ByteBuffer.allocate(1);
        assertEquals(1, connection.read(answer));
        assertEquals(7, answer.get(0));
    }
}

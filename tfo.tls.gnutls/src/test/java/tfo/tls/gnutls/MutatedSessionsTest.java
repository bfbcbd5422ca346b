package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.linux.LinuxSockets;
import tfo.tls.gnutls.store.Mutation;

/** What the library itself made, sealed, is changed in 200,000 ways; in between, what is unchanged is resumed. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MutatedSessionsTest {
    private static final int MUTATIONS = 200_000;
    private static final int RESUME_EVERY = 2_000;

    private final GnuTlsService tls = new GnuTlsService();
    private final FastOpenSockets sockets = new LinuxSockets();
    private final SessionSecret secret = SessionSecret.random();

    @Test
    void eachIsRefusedForItsReasonAndTheUnchangedOnesResume() throws Exception {
        Random random = new Random(2_000);
        int resumed = 0;
        try (Town town = new Town();
                TlsClient client = tls.client()
                        .trust(Town.AUTHORITY.trust())
                        .sessions(SessionStore.none())
                        .build()) {
            byte[] others = full(client, town);
            byte[] sealed = full(client, town);
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] mutation = Mutation.of(sealed, others, random);
                SessionOffer offer = tls.openSession(mutation, secret);
                assertEquals(Mutation.expected(sealed, mutation), offer.refusal(), offer::toString);
                if (i % RESUME_EVERY == 0) {
                    others = sealed;
                    sealed = resume(client, town, sealed);
                    resumed++;
                }
            }
        }
        assertEquals(MUTATIONS / RESUME_EVERY, resumed);
    }

    private byte[] full(TlsClient client, Town town) throws Exception {
        try (TlsConnection connection = client.dial(Town.request(town.port())).connect(sockets)) {
            return next(connection);
        }
    }

    private byte[] resume(TlsClient client, Town town, byte[] sealed) throws Exception {
        SessionData session = tls.openSession(sealed, secret).session().orElseThrow();
        try (TlsConnection connection =
                client.dial(Town.request(town.port())).resume(session).connect(sockets)) {
            assertTrue(connection.handshake().resumed(), connection.handshake().reason());
            return next(connection);
        }
    }

    private byte[] next(TlsConnection connection) throws Exception {
        Town.talk(connection);
        return connection.session().orElseThrow().seal(secret);
    }
}

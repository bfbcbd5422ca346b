package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsServer;
import tfo.testkit.Background;
import tfo.testkit.peer.Payload;

/** Sessions as things: heard of, sealed, moved, used once; and the tickets of servers that share a key. */
abstract class TicketContract extends SecureContract {
    private static final byte[] KEY = Payload.bytes(64, 8);
    private static final byte[] OTHER_KEY = Payload.bytes(64, 9);

    /** A session of a connection to this server, which nobody else has. */
    private SessionData session(JdkServer server) throws Exception {
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client().sessions(SessionStore.none())), server.address());
        JdkTalk.say(accepted.result(), "a ticket came before");
        assertEquals("a", Talk.hear(connection, 1));
        return connection.session().orElseThrow();
    }

    private boolean resumed(JdkServer server, SessionData session) throws Exception {
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection =
                connect(dial(build(client()), server.address()).resume(session));
        Talk.assertTalks(connection, accepted.result());
        assertEquals(
                connection.handshake().resumed(),
                connection.handshake().reason().isEmpty());
        return connection.handshake().resumed();
    }

    @Test
    void aSealedSessionIsResumedOnce() throws Exception {
        JdkServer server = jdkServer();
        if (lacksExport(server)) {
            return;
        }
        SessionSecret secret = SessionSecret.random();
        byte[] sealed = session(server).seal(secret);

        SessionData opened = tls().openSession(sealed, secret).session().orElseThrow();

        assertTrue(opened.expires().isAfter(Instant.now()));
        assertFalse(opened.issued().isAfter(Instant.now()));
        assertTrue(resumed(server, opened));
        assertTrue(opened.isDestroyed());
        assertFalse(resumed(server, opened));
        assertThrows(IllegalStateException.class, () -> opened.seal(secret));
    }

    @Test
    void aSealThatWasTouchedIsNotOpened() throws Exception {
        JdkServer server = jdkServer();
        if (lacksExport(server)) {
            return;
        }
        SessionSecret secret = SessionSecret.random();
        SessionData session = session(server);
        byte[] sealed = session.seal(secret);

        assertFalse(Arrays.equals(sealed, session.seal(secret)), "two seals of one session are the same");
        assertRefused(SessionRefusal.OTHER_SECRET, tls().openSession(sealed, SessionSecret.random()));
        for (int at = 0; at < sealed.length; at += 7) {
            byte[] touched = sealed.clone();
            touched[at] ^= 1;
            assertTrue(tls().openSession(touched, secret).session().isEmpty(), "touched at " + at);
        }
        byte[] cut = Arrays.copyOf(sealed, sealed.length - 1);
        assertTrue(tls().openSession(cut, secret).session().isEmpty());
    }

    @Test
    void aDestroyedSessionKeepsNoSecret() throws Exception {
        JdkServer server = jdkServer();
        if (lacksExport(server)) {
            return;
        }
        SessionData session = session(server);

        session.destroy();
        session.destroy();

        assertTrue(session.isDestroyed());
        assertThrows(IllegalStateException.class, () -> session.seal(SessionSecret.random()));
        assertFalse(resumed(server, session));
    }

    /** Whether there is no export; asserts that it is refused as documented, then. */
    private boolean lacksExport(JdkServer server) throws Exception {
        if (supports(TlsFeature.SESSION_EXPORT)) {
            return false;
        }
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        Talk.assertTalks(connection, accepted.result());
        assertEquals(Optional.empty(), connection.session());
        assertEquals(Optional.empty(), connection.awaitSession(Duration.ofMillis(10)));
        SessionOffer offer = tls().openSession(new byte[200], SessionSecret.random());
        assertRefused(SessionRefusal.OTHER_LIBRARY, offer);
        return true;
    }

    private static void assertRefused(SessionRefusal expected, SessionOffer offer) {
        assertEquals(Optional.of(expected), offer.refusal(), offer::toString);
        assertFalse(offer.detail().isEmpty());
    }

    @Test
    void bytesThatAreNoSessionAreRefused() {
        SessionSecret secret = SessionSecret.random();

        assertTrue(tls().openSession(new byte[0], secret).session().isEmpty());
        assertTrue(tls().openSession(new byte[5_000], secret).session().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aServerGivesAsManyTicketsAsItShould(int count) throws Exception {
        if (!supports(TlsFeature.TICKET_COUNT) && count > 0) {
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> server().ticketCount(count).build());
            return;
        }
        List<SessionData> heard = new CopyOnWriteArrayList<>();
        Pair pair = meet(build(client().onTicket(heard::add)), reception(server().ticketCount(count)));

        // The listener hears of what came with a read before the next one returns.
        Talk.assertTalks(pair.client(), pair.server());
        Talk.assertTalks(pair.client(), pair.server());

        assertEquals(supports(TlsFeature.SESSION_EXPORT) ? count : 0, heard.size());
    }

    @Test
    void aSessionThatTheListenerKeepsIsNotInTheStore() throws Exception {
        List<SessionData> kept = new CopyOnWriteArrayList<>();
        TlsClient client = build(client().onTicket(kept::add));
        Reception reception = reception(server());
        Pair first = meet(client, reception);
        Talk.assertTalks(first.client(), first.server());
        Talk.assertTalks(first.client(), first.server());

        Pair second = meet(client, reception);

        // Where nothing is heard of, the provider itself keeps what it can resume.
        assertEquals(kept.isEmpty(), second.client().handshake().resumed());
        assertEquals(supports(TlsFeature.SESSION_EXPORT), !kept.isEmpty());
        kept.forEach(session -> assertFalse(session.isDestroyed()));
        assertEquals(Optional.empty(), first.client().session());
    }

    @Test
    void serversThatShareAKeyResumeEachOthersSessions() throws Exception {
        if (lacksTicketKey()) {
            return;
        }
        assertTrue(resumedByAnother(KEY, KEY));
    }

    @Test
    void serversThatShareNoKeyDoNotResumeEachOthersSessions() throws Exception {
        if (lacksTicketKey()) {
            return;
        }
        assertFalse(resumedByAnother(KEY, OTHER_KEY));
    }

    private boolean lacksTicketKey() {
        assertThrows(IllegalArgumentException.class, () -> server().ticketKey(new byte[63]));
        if (supports(TlsFeature.TICKET_KEY)) {
            return false;
        }
        assertThrows(
                UnsupportedOperationException.class,
                () -> server().ticketKey(KEY).build());
        return true;
    }

    private boolean resumedByAnother(byte[] key, byte[] otherKey) throws Exception {
        Witness witness = new Witness(SERVER);
        JdkClient client = JdkClient.of(witness.context()).believingAnyName();
        Reception reception = reception(server().ticketKey(key));
        TlsServer other = closing(server().ticketKey(otherKey).build());
        Background<TlsConnection> first = reception.next();
        SSLSocket peer = connect(client, reception.address());
        Talk.assertTalks(closing(first.result()), peer);
        peer.shutdownOutput();

        Background<TlsConnection> second = reception.next(other);
        connect(client, reception.address());

        boolean resumed = closing(second.result()).handshake().resumed();
        assertEquals(resumed ? 1 : 2, witness.fullHandshakes());
        return resumed;
    }
}

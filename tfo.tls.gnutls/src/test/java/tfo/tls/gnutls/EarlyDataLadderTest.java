package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.lab.foreign.ForeignServer;
import tfo.linux.LinuxSockets;
import tfo.testkit.peer.Addresses;
import tfo.tls.gnutls.store.StoredSession;

/** Whatever goes wrong with a session or early data: the right answer, once, over no more than one connection more, and the reason. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EarlyDataLadderTest {
    @TempDir
    private Path folder;

    private final FastOpenSockets sockets = new LinuxSockets();
    private final InetAddress at = Addresses.fresh();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final SessionStore store = SessionStore.inMemory(10);

    private String keepKeys = "";
    private InetSocketAddress remote;
    private ForeignTown nginx;
    private TlsClient client;

    @BeforeEach
    void start() throws Exception {
        byte[] key = new byte[80];
        new SecureRandom().nextBytes(key);
        keepKeys = "ssl_session_ticket_key " + Files.write(folder.resolve("key"), key) + ";";
        remote = ForeignServer.unusedPort(at);
        nginx = ForeignTown.nginx(folder, remote, keepKeys);
        client = closing(client(store));
    }

    private static TlsClient client(SessionStore sessions) throws TlsException {
        return new GnuTlsService()
                .client()
                .trust(ForeignTown.PKI.trust())
                .sessions(sessions)
                .build();
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    @AfterEach
    void stop() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        nginx.close();
    }

    /** Another server at the same port, with the same ticket keys if that is among the configuration. */
    private void restart(String tls) throws Exception {
        nginx.close();
        nginx = ForeignTown.nginx(folder, remote, tls);
    }

    private TlsDial asking(String target) {
        return asking(remote, target);
    }

    private TlsDial asking(InetSocketAddress peer, String target) {
        return Visit.dial(client, peer).earlyData(Visit.request(target));
    }

    /** Makes a session, and sees that it would do. */
    private void meet() throws IOException {
        Visit.by(asking("/first"), sockets);
        Visit visit = Visit.by(asking("/second"), sockets);
        assertEquals(EarlyData.ACCEPTED, visit.report().earlyData(), visit.report()::earlyDataReason);
        assertAnswered(visit, "/second");
    }

    private static void assertAnswered(Visit visit, String target) {
        assertTrue(visit.answer().endsWith(" target=" + target + " x=."), visit.answer());
        assertEquals(1, visit.answer().split("HTTP/1.1 200", -1).length - 1, visit.answer());
    }

    // A third of the dial's time is for a server that says nothing.
    private static void assertNotWaited(long start) {
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(taken.compareTo(Visit.PATIENCE.dividedBy(4)) < 0, () -> "waited for a time-out: " + taken);
    }

    private static void assertResent(Visit visit, boolean resumed, int connections, String reason) {
        HandshakeReport report = visit.report();
        assertEquals(EarlyData.RESENT, report.earlyData());
        assertTrue(report.earlyDataReason().contains(reason), report.earlyDataReason());
        assertEquals(resumed, report.resumed(), report.reason());
        assertEquals(connections, report.connections());
        assertEquals(resumed, report.reason().isEmpty());
    }

    @Test
    void aServerThatWantsAnotherGroupIsAskedOnceMore() throws Exception {
        meet();
        restart(keepKeys + "ssl_ecdh_curve secp384r1;");
        long start = System.nanoTime();

        Visit visit = Visit.by(asking("/third"), sockets);

        assertAnswered(visit, "/third");
        assertResent(visit, true, 2, "with early data the handshake failed");
        assertEquals("SECP384R1", visit.report().group());
        assertNotWaited(start);
        Visit next = Visit.by(asking("/fourth"), sockets);
        assertAnswered(next, "/fourth");
        assertEquals(1, next.report().connections());
    }

    // Of a session whose group is not known all groups are offered, and the server asks for another.
    @Test
    void aHelloRetryRequestIsNotWaitedFor() throws Exception {
        StoredSession session = session();
        StoredSession vague = StoredSession.of(
                session.key(),
                session.version(),
                "",
                session.issued(),
                session.expires(),
                session.maxEarlyData(),
                session.library(),
                session.spend());
        restart(keepKeys + "ssl_ecdh_curve secp384r1;");
        long start = System.nanoTime();

        Visit visit = Visit.by(asking("/next").resume(vague), sockets);

        assertAnswered(visit, "/next");
        assertResent(visit, false, 2, "HelloRetryRequest");
        assertNotWaited(start);
    }

    @Test
    void aGroupThatTheServerLeftCostsAResumptionNothingButARoundTrip() throws Exception {
        meet();
        restart(keepKeys + "ssl_ecdh_curve secp384r1;");

        Visit visit = Visit.by(Visit.dial(client, remote).request(Visit.request("/third")), sockets);

        assertAnswered(visit, "/third");
        assertEquals(1, visit.report().connections());
        assertTrue(visit.report().resumed(), visit.report().reason());
        assertEquals("SECP384R1", visit.report().group());
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatBreaksOffIsAskedOnceMore(RudeRelay.Manner manner) throws Exception {
        RudeRelay relay = closing(RudeRelay.to(remote, at));
        Visit.by(asking(relay.address(), "/first"), sockets);
        relay.treat(1, manner);

        Visit visit = Visit.by(asking(relay.address(), "/second").timeout(Duration.ofSeconds(12)), sockets);

        assertAnswered(visit, "/second");
        assertResent(visit, visit.report().resumed(), 2, "with early data the handshake failed");
        relay.assertConnections(2);
    }

    @Test
    void whoBreaksOffEvenWithoutEarlyDataIsAskedInFullAtLast() throws Exception {
        RudeRelay relay = closing(RudeRelay.to(remote, at));
        Visit.by(asking(relay.address(), "/first"), sockets);
        Visit.by(asking(relay.address(), "/second"), sockets);
        relay.treat(2, RudeRelay.Manner.ALERT);

        Visit visit = Visit.by(asking(relay.address(), "/third"), sockets);

        assertAnswered(visit, "/third");
        assertResent(visit, false, 3, "with early data the handshake failed");
    }

    @Test
    void whoAlwaysBreaksOffIsAskedThreeTimesAtMost() throws Exception {
        RudeRelay relay = closing(RudeRelay.to(remote, at));
        Visit.by(asking(relay.address(), "/first"), sockets);
        relay.treat(100, RudeRelay.Manner.ALERT);

        TlsException failure =
                assertThrows(TlsException.class, () -> Visit.by(asking(relay.address(), "/second"), sockets));

        assertEquals(Reason.PEER_ALERT, failure.reason());
        assertTrue(relay.connections() <= 3, () -> relay.connections() + " connections");
    }

    @Test
    void silenceEndsWithTheTimeOutOfTheDial() throws Exception {
        RudeRelay relay = closing(RudeRelay.to(remote, at));
        Visit.by(asking(relay.address(), "/first"), sockets);
        relay.treat(100, RudeRelay.Manner.SILENT);
        long start = System.nanoTime();

        assertThrows(
                SocketTimeoutException.class,
                () -> Visit.by(asking(relay.address(), "/second").timeout(Duration.ofSeconds(3)), sockets));

        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertTrue(millis >= 2_900 && millis < 20_000, millis + " ms");
        relay.assertConnections(2);
    }

    @Test
    void withNothingToOfferNobodyIsAskedTwice() throws Exception {
        RudeRelay relay = closing(RudeRelay.to(remote, at));
        relay.treat(1, RudeRelay.Manner.ALERT);

        assertThrows(TlsException.class, () -> Visit.by(asking(relay.address(), "/first"), sockets));

        relay.assertConnections(1);
    }

    @Test
    void aStrangerIsNotAskedTwice() throws Exception {
        meet();
        nginx.close();
        nginx = ForeignTown.stranger(folder, remote);

        TlsException failure = assertThrows(TlsException.class, () -> Visit.by(asking("/third"), sockets));

        assertEquals(Reason.UNTRUSTED_PEER, failure.reason());
        assertFalse(failure.getMessage().isEmpty());
    }

    @Test
    void aRefusedConnectionIsNotTriedAgain() throws Exception {
        meet();
        nginx.close();

        assertThrows(ConnectException.class, () -> Visit.by(asking("/third"), sockets));

        // The next session is still there: one was spent on the attempt.
        nginx = ForeignTown.nginx(folder, remote, keepKeys);
        assertAnswered(Visit.by(asking("/fourth"), sockets), "/fourth");
    }

    /** The newest session, and what is in it. */
    private StoredSession session() throws IOException {
        Visit.by(asking("/session"), sockets);
        SessionData session = store.take(client.sessionKey(ForeignTown.HOST, remote.getPort()))
                .session()
                .orElseThrow();
        return (StoredSession) session;
    }

    private static StoredSession with(StoredSession old, Duration later, byte[] data) {
        return StoredSession.of(
                old.key(),
                old.version(),
                old.group(),
                old.issued().plus(later),
                old.expires().plus(later),
                old.maxEarlyData(),
                old.library(),
                data);
    }

    // The end of the data: the length of the secret and the secret, the time of arrival (seconds in 64 bits,
    // nanoseconds), max_early.
    private static final int ARRIVAL_FROM_END = 4 + 12;

    @Test
    void whatTheLibraryFindsStaleItselfGoesOutWithoutEarlyData() throws Exception {
        StoredSession session = session();
        byte[] data = session.spend();
        ByteBuffer.wrap(data)
                .putLong(data.length - ARRIVAL_FROM_END, Instant.now().getEpochSecond() + 3_600);

        Visit visit = Visit.by(asking("/next").resume(with(session, Duration.ZERO, data)), sockets);

        assertAnswered(visit, "/next");
        assertResent(visit, false, 1, "INVALID_REQUEST");
        assertEquals(0, visit.report().firstFlight().earlyData());
    }

    @Test
    void aTicketThatRunsOutIsNotOffered() throws Exception {
        restart(keepKeys + "ssl_session_timeout 4s;");
        StoredSession session = session();
        while (Instant.now().isBefore(session.expires())) {
            LockSupport.parkNanos(10_000_000);
        }

        Visit visit = Visit.by(asking("/next").resume(session), sockets);

        assertAnswered(visit, "/next");
        assertResent(visit, false, 1, "expired");
    }
}

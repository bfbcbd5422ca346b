package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.ReplayGuard;
import tfo.api.tls.TlsClient;
import tfo.linux.LinuxSockets;
import tfo.testkit.peer.Addresses;

/** What a path makes of a client's ClientHello and early data when it says them again, bit by bit. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayOnThePathTest {
    private static final int REPLAYS = 100;
    private static final int ELSEWHERE = 20;

    private final FastOpenSockets sockets = new LinuxSockets();
    private final ReplayGuard guard = ReplayGuard.inMemory(1_000);
    private final byte[] key = new byte[64];
    private HttpTown town;
    private HttpTown other;
    private ReplayingRelay path;
    private TlsClient client;

    @BeforeEach
    void open() throws IOException {
        new SecureRandom().nextBytes(key);
        InetAddress at = Addresses.fresh();
        town = town(at);
        other = town(at);
        path = ReplayingRelay.to(new InetSocketAddress(at, town.port()), at);
        client = new GnuTlsService().client().trust(ForeignTown.PKI.trust()).build();
    }

    private HttpTown town(InetAddress at) throws IOException {
        return new HttpTown(
                new InetSocketAddress(at, 0),
                builder -> builder.ticketKey(key).replayGuard(guard).earlyData(16_384));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        path.close();
        town.close();
        other.close();
    }

    private Visit ask(String target) throws Exception {
        Visit visit = Visit.by(Visit.dial(client, path.address()).earlyData(Visit.request(target)), sockets);
        town.awaitEnds(1);
        assertTrue(visit.answer().endsWith(" target=" + target + " x=."), visit.answer());
        return visit;
    }

    /** Asks for something, early, after a first meeting. */
    private Visit pay() throws Exception {
        ask("/first");
        Visit visit = ask("/pay");
        assertEquals(EarlyData.ACCEPTED, visit.report().earlyData(), visit.report()::earlyDataReason);
        FirstFlight flight = visit.report().firstFlight();
        assertEquals(flight.clientHello() + flight.earlyData(), path.firstFlight().length);
        return visit;
    }

    private InetSocketAddress at(HttpTown server) {
        return new InetSocketAddress(path.address().getAddress(), server.port());
    }

    @Test
    @Tag("F45")
    void itIsExecutedOnce() throws Exception {
        pay();

        for (int i = 0; i < REPLAYS; i++) {
            ReplayingRelay.replay(path.firstFlight(), at(town));
        }
        for (int i = 0; i < ELSEWHERE; i++) {
            ReplayingRelay.replay(path.firstFlight(), at(other));
        }

        town.awaitEnds(REPLAYS);
        other.awaitEnds(ELSEWHERE);
        assertEquals(List.of("/first", "/pay"), town.executed());
        assertEquals(List.of("/pay"), town.executedEarly());
        assertEquals(List.of(), other.executed());
    }

    // The server cannot tell who was the first, nor the client, whose request is refused as a replay, what became of
    // its copy. This is
    // why only what is replayable may travel early: RFC 8446 section 8.
    @Test
    void aCopyThatComesFirstIsExecutedAndSoIsTheRequest() throws Exception {
        pay();
        path.overtake(at(other));

        Visit visit = ask("/again");

        other.awaitEnds(1);
        assertEquals(List.of("/again"), other.executedEarly());
        assertEquals(1, Collections.frequency(town.executed(), "/again"));
        assertEquals(List.of("/pay"), town.executedEarly());
        assertEquals(EarlyData.RESENT, visit.report().earlyData());
        assertEquals(
                "the server resumed the session, and took no early data",
                visit.report().earlyDataReason());
        assertEquals(1, visit.report().connections());
    }

    @Test
    void ofManyCopiesOneIsExecuted() throws Exception {
        pay();
        path.overtake(at(other), at(town), at(other));

        ask("/again");

        town.awaitEnds(1);
        other.awaitEnds(2);
        assertEquals(List.of("/again"), other.executed());
        assertEquals(List.of("/pay"), town.executedEarly());
    }
}

package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.ListenRequest;
import tfo.api.socket.TcpHistory;
import tfo.api.socket.TcpHistory.Reading;
import tfo.api.socket.TcpHistory.Stretch;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfoField;
import tfo.api.tcp.TcpState;
import tfo.lab.Direction;
import tfo.lab.Fault;
import tfo.lab.Flow;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.testkit.peer.EchoPeer;

/** A connection's history tells what went over the line: how much, how fast, how long each way, and what was sent again. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class HistoryContract extends ProviderContract {
    private static final Duration RTT = Duration.ofMillis(20), PATIENCE = Duration.ofSeconds(20);
    private static final int PIECE = 10_000, PIECES = 20, FLIGHT = DiallerContract.FLIGHT;

    private static NetworkLab lab;
    private static EchoPeer peer;

    @BeforeAll
    static void layTheLine() throws IOException {
        lab = NetworkLab.open(RTT);
        peer = EchoPeer.on(lab.server());
    }

    @AfterAll
    static void takeItDown() throws IOException {
        peer.close();
        lab.close();
    }

    @BeforeEach
    @AfterEach
    void heal() {
        lab.heal();
        sockets().forgetAvoidedPaths();
    }

    @Test
    void ofAKnownTransferItTellsTheBytesTheRateAndTheLinesRoundTrip() throws Exception {
        try (PacketLog log = lab.packetLog();
                FastOpenConnection connection = connect()) {
            TcpHistory history = TcpHistory.of(connection).every(Duration.ofMillis(5));
            for (int i = 0; i < PIECES; i++) {
                exchange(connection);
            }
            history.close();

            assertEquals(fastOpen(), history.whole().isPresent());
            if (fastOpen()) {
                Stretch whole = history.whole().orElseThrow();
                assertEquals((long) PIECES * PIECE + FLIGHT, whole.bytesAcked());
                assertEquals((long) PIECES * PIECE + FLIGHT, whole.bytesReceived());
                // Each piece waited for the echo of the one before.
                assertTrue(whole.length().compareTo(RTT.multipliedBy(PIECES)) >= 0, whole::toString);
                assertTrue(
                        whole.ackedPerSecond() <= 1e9 * PIECE / RTT.toNanos(), () -> whole.ackedPerSecond() + " B/s");
                assertRoundTrip(history);
                assertSent(whole.to().info(), log, connection);
            }
        }
    }

    private static void assertRoundTrip(TcpHistory history) {
        TcpInfo last = history.whole().orElseThrow().to().info();
        Duration least = last.minRtt().orElseThrow();
        assertTrue(least.compareTo(RTT.minusMillis(1)) >= 0, last::toString);
        // The least of twenty and more, on a machine with other things to do.
        assertTrue(least.compareTo(RTT.multipliedBy(2)) < 0, last::toString);
        for (Stretch stretch : history.stretches()) {
            Duration trip = stretch.to().info().rtt().orElseThrow();
            assertTrue(trip.compareTo(RTT.minusMillis(1)) >= 0, stretch::toString);
        }
    }

    /** The kernel's account of what it sent, and sent again, is what the line saw. */
    private static void assertSent(TcpInfo info, PacketLog log, FastOpenConnection connection) throws Exception {
        int port = ((InetSocketAddress) connection.channel().getLocalAddress()).getPort();
        long sent = info.get(TcpInfoField.BYTES_SENT).orElseThrow();
        long again = info.get(TcpInfoField.BYTES_RETRANS).orElseThrow();
        assertTrue(
                log.await(seen -> seen.flow(port).payload(Direction.TO_SERVER) >= sent, PATIENCE),
                () -> sent + " bytes sent, by the kernel\n" + log.dump());
        Flow flow = log.flow(port);

        // What is on its way again when the reading is taken may come on top.
        assertTrue(again > 0 || flow.payload(Direction.TO_SERVER) == sent, log::dump);
        // Without the SYN, which counts as one byte; none is left to be acknowledged.
        assertEquals(info.bytesAcked() - 1, sent - again);
        // A machine that dawdles may make the kernel send something again, the SYN too; then the line saw that as well.
        assertEquals(info.totalRetransmits() - flow.retransmittedSyns() > 0, again > 0, log::dump);
    }

    @Test
    void whatThePathDropsIsToldAsSentAgainAtThatTime() throws Exception {
        try (PacketLog log = lab.packetLog();
                FastOpenConnection connection = connect()) {
            TcpHistory history = TcpHistory.of(connection);
            exchange(connection);
            history.read();
            int before = retransmits(connection);
            Fault hole = Fault.blackhole().towards(Direction.TO_SERVER);
            lab.inflict(hole);
            write(connection);
            await(() -> hole.hits() > 0 && (!fastOpen() || retransmits(connection) > before));
            lab.heal();
            readAll(connection, PIECE);
            history.close();

            assertEquals(fastOpen() ? 3 : 0, history.stretches().size());
            if (fastOpen()) {
                Stretch whole = history.stretches().get(1);
                Stretch broken = history.stretches().get(2);
                assertTrue(broken.retransmits() > 0, broken::toString);
                assertEquals(PIECE, whole.bytesAcked());
                assertEquals(PIECE, broken.bytesAcked());
                assertSent(broken.to().info(), log, connection);
            }
        }
    }

    @Test
    void whatARefusedCookieMadeTheKernelSendAgainIsInItsBeginning() throws Exception {
        try (EchoPeer near = EchoPeer.on(address(Contact.KNOWN))) {
            CookieKey.rotate();
            try (FastOpenConnection connection = sockets().connect(DiallerContract.request(near.address()))) {
                TcpHistory history = TcpHistory.of(connection);
                readAll(connection, FLIGHT);
                history.close();

                assertBeginning(history, connection, Outcome.NOT_ACKNOWLEDGED);
            }
        }
    }

    @Test
    void soIsALostSynAndTheTimeItTook() throws Exception {
        meet(lab.server(), lab.peer());
        Fault loss = Fault.dropSynWithData();
        lab.inflict(loss);
        try (PacketLog log = lab.packetLog();
                FastOpenConnection connection = sockets().connect(DiallerContract.request(remote()))) {
            TcpHistory history = TcpHistory.of(connection);
            readAll(connection, FLIGHT);
            history.close();

            assertBeginning(history, connection, Outcome.SYN_RETRANSMITTED);
            if (fastOpen()) {
                int port = ((InetSocketAddress) connection.channel().getLocalAddress()).getPort();
                Stretch first = history.stretches().get(0);
                assertEquals(1, loss.hits());
                assertTrue(log.flow(port).retransmittedSyns() > 0, log::dump);
                assertTrue(first.retransmits() >= log.flow(port).retransmittedSyns(), first::toString);
                // TCP_TIMEOUT_INIT, a second, and a tick of the kernel's clock.
                assertTrue(first.length().compareTo(Duration.ofMillis(980)) >= 0, first::toString);
            }
        }
    }

    private void assertBeginning(TcpHistory history, FastOpenConnection connection, Outcome outcome)
            throws IOException {
        assertEquals(
                fastOpen() ? outcome : Outcome.NOT_TRIED, connection.report().outcome());
        assertEquals(fastOpen() ? 2 : 0, history.stretches().size());
        if (fastOpen()) {
            Stretch first = history.stretches().get(0);
            Stretch whole = history.whole().orElseThrow();
            assertEquals(Duration.ZERO, first.from().at());
            assertEquals(TcpState.SYN_SENT, first.from().info().state());
            assertTrue(first.retransmits() > 0, first::toString);
            assertEquals(retransmits(connection), whole.retransmits());
            assertEquals(FLIGHT, whole.bytesAcked());
            assertEquals(FLIGHT, whole.bytesReceived());
        }
    }

    @Test
    void aFinIsNoPayload() throws Exception {
        ListenRequest request = ListenRequest.on(new InetSocketAddress(address(Contact.KNOWN), 0));
        try (FastOpenListener listener = sockets().listen(request);
                FastOpenConnection client = sockets().connect(DiallerContract.request(listener.localAddress()));
                FastOpenConnection server = listener.accept(PATIENCE)) {
            TcpHistory ours = TcpHistory.of(client);
            TcpHistory theirs = TcpHistory.of(server);
            readAll(server, FLIGHT);
            write(server);
            readAll(client, PIECE);

            client.channel().shutdownOutput();
            assertEquals(-1, server.channel().read(ByteBuffer.allocate(1)));
            assertEnded(ours, TcpState.FIN_WAIT_2, FLIGHT, PIECE, 2, 0);
            assertEnded(theirs, TcpState.CLOSE_WAIT, PIECE, FLIGHT, 0, 1);

            server.channel().shutdownOutput();
            assertEquals(-1, client.channel().read(ByteBuffer.allocate(1)));
            assertEnded(ours, TcpState.CLOSED, FLIGHT, PIECE, 2, 1);
            assertEnded(theirs, TcpState.CLOSED, PIECE, FLIGHT, 1, 1);
        }
    }

    /** Waits for this state, in which so many bytes, and so many sequence numbers more, are acknowledged and received. */
    private void assertEnded(TcpHistory history, TcpState state, long acked, long received, int more, int moreReceived)
            throws Exception {
        assertEquals(fastOpen(), history.read());
        if (!fastOpen()) {
            return;
        }
        await(() -> history.read() && last(history).info().state() == state);
        Reading last = last(history);
        assertEquals(acked, last.bytesAcked(), last::toString);
        assertEquals(received, last.bytesReceived(), last::toString);
        assertEquals(acked + more, last.info().bytesAcked(), last::toString);
        assertEquals(received + moreReceived, last.info().bytesReceived(), last::toString);
    }

    private static Reading last(TcpHistory history) {
        return history.whole().orElseThrow().to();
    }

    @Test
    void aConnectionKnowsWhoBeganItAndWhen() throws Exception {
        long before = System.nanoTime();
        ListenRequest request = ListenRequest.on(new InetSocketAddress(address(Contact.KNOWN), 0));
        try (FastOpenListener listener = sockets().listen(request);
                FastOpenConnection client = sockets().connect(DiallerContract.request(listener.localAddress()));
                FastOpenConnection server = listener.accept(PATIENCE)) {
            Duration age = client.age();

            assertFalse(client.accepted());
            assertTrue(server.accepted());
            assertTrue(age.toNanos() > 0 && age.toNanos() <= System.nanoTime() - before, age::toString);
            assertTrue(client.age().compareTo(age) >= 0);
            assertTrue(server.age().compareTo(client.age()) <= 0);
        }
    }

    private static int retransmits(FastOpenConnection connection) throws IOException {
        return connection.tcpInfo().map(TcpInfo::totalRetransmits).orElse(0);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, "it did not happen");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private FastOpenConnection connect() throws IOException {
        FastOpenConnection connection = sockets().connect(DiallerContract.request(remote()));
        readAll(connection, FLIGHT);
        return connection;
    }

    private static InetSocketAddress remote() {
        return new InetSocketAddress(lab.peer(), peer.address().getPort());
    }

    private static void exchange(FastOpenConnection connection) throws IOException {
        write(connection);
        readAll(connection, PIECE);
    }

    private static void write(FastOpenConnection connection) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(PIECE);
        while (out.hasRemaining()) {
            connection.channel().write(out);
        }
    }

    private static void readAll(FastOpenConnection connection, int size) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(size);
        while (in.hasRemaining()) {
            if (connection.channel().read(in) < 0) {
                throw new AssertionError("the echo ended after " + in.position() + " bytes");
            }
        }
    }
}

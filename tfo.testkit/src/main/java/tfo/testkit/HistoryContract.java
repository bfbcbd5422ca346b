package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.TcpHistory;
import tfo.api.socket.TcpHistory.Stretch;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfoField;
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
    private static final int PIECE = 10_000, PIECES = 20;

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
                assertEquals((long) PIECES * PIECE, whole.bytesAcked());
                assertEquals((long) PIECES * PIECE, whole.bytesReceived());
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
        List<TcpHistory.Reading> readings = history.readings();
        TcpInfo last = readings.get(readings.size() - 1).info();
        assertTrue(last.minRtt().compareTo(RTT.minusMillis(1)) >= 0, last::toString);
        // The least of twenty and more, on a machine with other things to do.
        assertTrue(last.minRtt().compareTo(RTT.multipliedBy(2)) < 0, last::toString);
        for (TcpHistory.Reading reading : readings) {
            assertTrue(reading.info().rtt().compareTo(RTT.minusMillis(1)) >= 0, reading::toString);
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

            assertEquals(fastOpen() ? 2 : 0, history.stretches().size());
            if (fastOpen()) {
                Stretch whole = history.stretches().get(0);
                Stretch broken = history.stretches().get(1);
                assertTrue(broken.retransmits() > 0, broken::toString);
                assertEquals(PIECE, whole.bytesAcked());
                assertEquals(PIECE, broken.bytesAcked());
                assertSent(broken.to().info(), log, connection);
            }
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
        InetSocketAddress remote =
                new InetSocketAddress(lab.peer(), peer.address().getPort());
        FastOpenConnection connection = sockets().connect(DiallerContract.request(remote));
        readAll(connection, DiallerContract.FLIGHT);
        return connection;
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

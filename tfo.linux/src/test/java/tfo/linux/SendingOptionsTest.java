package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.CongestionInfo;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfoField;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpState;
import tfo.lab.Direction;
import tfo.lab.Flow;
import tfo.lab.PacketLog;

/** What the options of a sender do, seen on loopback. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SendingOptionsTest {
    private static final Duration AMPLE = Duration.ofSeconds(5);

    private final FastOpenSockets sockets = new LinuxSockets();

    @Test
    @EffectOf("TCP_CORK")
    void corkHoldsBytesBackForTwoHundredMilliseconds() throws Exception {
        try (PacketLog log = PacketLog.loopback();
                Pair usual = Pair.connected(sockets);
                Pair corked = Pair.connected(sockets)) {
            corked.client().setOption(TcpOptions.TCP_CORK, true);
            usual.send(10);
            assertEquals(1, usual.segments(log));
            long before = System.nanoTime();
            corked.send(10);

            assertTrue(log.await(seen -> corked.segments(seen) == 1, AMPLE), "the ceiling");

            long held = System.nanoTime() - before;
            assertTrue(held >= 150_000_000L, () -> "held back for " + held + " ns");
        }
    }

    @Test
    @EffectOf({"TCP_NODELAY", "TCP_CORK"})
    void nodelayFlushesWhatIsCorked() throws Exception {
        assertTrue(
                Attempt.once(() -> {
                    try (PacketLog log = PacketLog.loopback();
                            Pair pair = Pair.connected(sockets)) {
                        pair.client().setOption(TcpOptions.TCP_NODELAY, false).setOption(TcpOptions.TCP_CORK, true);
                        long before = System.nanoTime();
                        pair.send(10);
                        long corked = pair.segments(log);
                        pair.client().setOption(TcpOptions.TCP_NODELAY, true);
                        long flushed = pair.segments(log);
                        // Otherwise the ceiling may have done it.
                        boolean soon = System.nanoTime() - before < 150_000_000L;
                        return corked == 0 && flushed == 1 && soon;
                    }
                }),
                "NODELAY did not flush");
    }

    @Test
    @EffectOf("TCP_NODELAY")
    void withoutNodelayASecondSmallWriteWaitsForTheAcknowledgmentOfTheFirst() throws Exception {
        assertEquals(2, segmentsOfTwoWrites(true));
        assertTrue(Attempt.once(() -> segmentsOfTwoWrites(false) == 1), "Nagle's algorithm is never on");
    }

    private long segmentsOfTwoWrites(boolean nodelay) throws IOException {
        try (PacketLog log = PacketLog.loopback();
                Pair pair = Pair.connected(sockets)) {
            sockets.setOption(pair.accepted(), TcpOptions.TCP_QUICKACK, false);
            pair.client().setOption(TcpOptions.TCP_NODELAY, nodelay);
            pair.send(10);
            pair.send(10);
            return pair.segments(log);
        }
    }

    @Test
    @EffectOf({"TCP_CONGESTION", "TCP_CC_INFO"})
    void congestionIsPerConnection() throws IOException {
        try (Pair fast = Pair.connected(sockets);
                Pair plain = Pair.connected(sockets)) {
            plain.client().setOption(TcpOptions.TCP_CONGESTION, "reno");
            fast.client().setOption(TcpOptions.TCP_CONGESTION, "bbr");
            fast.send(20_000);
            fast.accepted().read(ByteBuffer.allocate(20_000));

            CongestionInfo info = fast.client().getOption(TcpOptions.TCP_CC_INFO);

            CongestionInfo.Bbr bbr = assertInstanceOf(CongestionInfo.Bbr.class, info);
            assertTrue(bbr.pacingGain() > 1 && bbr.cwndGain() > 1, bbr::toString);
            assertEquals(new CongestionInfo.Silent("reno"), plain.client().getOption(TcpOptions.TCP_CC_INFO));
        }
    }

    @Test
    @EffectOf("TCP_NOTSENT_LOWAT")
    void belowNotsentLowatAChannelIsReadyAndAboveItIsNot() throws IOException {
        try (Pair usual = Pair.connected(sockets);
                Pair low = Pair.connected(sockets);
                Selector selector = Selector.open()) {
            low.client().setOption(TcpOptions.TCP_NOTSENT_LOWAT, 4_096);

            long without = fill(usual);
            long with = fill(low);

            assertTrue(with < without, () -> with + " bytes with it, " + without + " without");
            low.client().channel().register(selector, SelectionKey.OP_WRITE);
            int ready = selector.selectNow();
            // A probe of the window may have sent a little of it in between.
            while (low.client().queues().unsent() < 4_096) {
                fill(low);
                selector.selectedKeys().clear();
                ready = selector.selectNow();
            }
            assertEquals(0, ready);
            low.client().setOption(TcpOptions.TCP_NOTSENT_LOWAT, Integer.MAX_VALUE);
            assertEquals(1, selector.select(AMPLE.toMillis()));
        }
    }

    @Test
    @EffectOf("SO_SNDBUF")
    void aSendBufferBoundsWhatWritesTakeWhileThePeerDoesNotRead() throws IOException {
        long small = queuedOf(16_000);
        long large = queuedOf(200_000);

        // The kernel allots twice of what it is asked for, and fills a segment that was begun when there was room.
        assertTrue(small <= 2 * 16_000 + 65_536, () -> small + " bytes wait in a buffer of 16,000");
        assertTrue(large > 2 * 100_000, () -> large + " bytes wait in a buffer of 200,000");
    }

    /** How many bytes wait in a buffer of this size for a peer that takes no more. */
    private long queuedOf(int buffer) throws IOException {
        try (Pair pair = Pair.connected(sockets)) {
            pair.client().setOption(TcpOptions.SO_SNDBUF, buffer);
            SocketQueues queues = pair.client().queues();
            boolean atRest;
            long taken;
            do {
                // What is sent and not acknowledged is in the buffer, too, and makes room in a moment.
                atRest = queues.unsent() == queues.outQueue();
                taken = fill(pair);
            } while (!atRest || taken > 0);
            return queues.unsent();
        }
    }

    /** How many bytes a connection takes whose peer does not read. */
    private static long fill(Pair pair) throws IOException {
        pair.client().channel().configureBlocking(false);
        ByteBuffer bytes = ByteBuffer.allocate(4_096);
        long taken = 0;
        while (true) {
            int written = pair.client().channel().write(bytes.clear());
            if (written == 0) {
                return taken;
            }
            taken += written;
        }
    }

    @Test
    @EffectOf("SO_MAX_PACING_RATE")
    void aPacingRateSlowsTheSenderDown() throws Exception {
        Duration paced = timeOfHundredKilobytes(400_000L);
        assertTrue(paced.toMillis() >= 100, () -> "100 kB in " + paced);
        assertTrue(
                Attempt.once(() -> timeOfHundredKilobytes(Long.MAX_VALUE).toMillis() < 50), "as slow without a limit");
    }

    private Duration timeOfHundredKilobytes(long rate) throws IOException {
        try (Pair pair = Pair.connected(sockets)) {
            pair.client().setOption(TcpOptions.SO_MAX_PACING_RATE, rate);
            // The kernel paces none of the first ten segments.
            for (int i = 0; i < 10; i++) {
                pair.send(1);
                pair.accepted().read(ByteBuffer.allocate(1));
            }
            ByteBuffer sent = ByteBuffer.allocate(100_000);
            pair.client().channel().configureBlocking(false);
            long before = System.nanoTime();
            long read = 0;
            while (read < sent.capacity()) {
                pair.client().channel().write(sent);
                read += pair.accepted().read(ByteBuffer.allocate(65_536));
            }
            return Duration.ofNanos(System.nanoTime() - before);
        }
    }

    @Test
    @EffectOf("TCP_INFO")
    void theKernelsViewIsWhatThePacketsSay() throws Exception {
        try (PacketLog log = PacketLog.loopback();
                Pair pair = Pair.connected(sockets)) {
            TcpInfo before = pair.client().getOption(TcpOptions.TCP_INFO);
            pair.client().setOption(TcpOptions.TCP_NODELAY, true);
            for (int i = 0; i < 3; i++) {
                pair.send(10);
                pair.accepted().read(ByteBuffer.allocate(10));
            }

            Flow flow;
            TcpInfo after;
            do {
                flow = pair.flow(log);
                after = pair.client().getOption(TcpOptions.TCP_INFO);
                // A segment whose acknowledgment is late is sent again, in between, too.
            } while (pair.flow(log).payload(Direction.TO_SERVER) > flow.payload(Direction.TO_SERVER));

            assertEquals(TcpState.ESTABLISHED, after.state());
            assertEquals(0, before.get(TcpInfoField.BYTES_SENT).orElseThrow());
            assertEquals(
                    flow.payload(Direction.TO_SERVER),
                    after.get(TcpInfoField.BYTES_SENT).orElseThrow());
            assertEquals(
                    Pair.data(flow).size(),
                    after.get(TcpInfoField.DATA_SEGS_OUT).orElseThrow());
            assertEquals(3, Pair.segments(flow));
            pair.client().channel().shutdownOutput();
            pair.accepted().read(ByteBuffer.allocate(1));
            assertTrue(
                    log.await(seen -> pair.isIn(TcpState.FIN_WAIT_2), AMPLE),
                    () -> pair.client() + " has not ended its half");
        }
    }
}

package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpState;
import tfo.lab.Direction;
import tfo.lab.Fault;
import tfo.lab.PacketLog;

/** What idle connections send. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeepAliveOptionsTest extends OverTheLine {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Pair pair(int probes) throws IOException {
        InetSocketAddress server =
                new InetSocketAddress(lab.peer(), listener.socket().getLocalPort());
        Pair pair = Pair.connected(sockets, listener, ConnectRequest.to(server));
        pair.client()
                .setOption(TcpOptions.TCP_KEEPIDLE, SECOND)
                .setOption(TcpOptions.TCP_KEEPINTVL, SECOND)
                .setOption(TcpOptions.TCP_KEEPCNT, probes)
                .setOption(TcpOptions.SO_KEEPALIVE, false);
        return pair;
    }

    private static void keepAlive(Pair pair) throws IOException {
        pair.client().setOption(TcpOptions.SO_KEEPALIVE, true);
    }

    @Test
    @EffectOf({"SO_KEEPALIVE", "TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT"})
    void unansweredProbesOfAnIdleConnectionEndIt() throws IOException {
        lab.heal();
        try (PacketLog log = lab.packetLog();
                Pair off = pair(1);
                Pair once = pair(1);
                Pair twice = pair(2)) {
            lab.inflict(Fault.blackhole());
            // Not before: a probe that still arrived would be none of those that are counted.
            keepAlive(once);
            keepAlive(twice);

            assertTimedOut(once);
            assertTimedOut(twice);

            assertEquals(1, probes(once, log).size(), log::dump);
            List<Duration> probes = probes(twice, log);
            assertEquals(2, probes.size(), log::dump);
            Duration idle = probes.get(0);
            assertTrue(idle.toMillis() >= 900, () -> "idle for " + idle);
            Duration interval = probes.get(1).minus(probes.get(0));
            assertTrue(interval.toMillis() >= 900, () -> "probes " + interval + " apart");
            assertEquals(0, probes(off, log).size(), log::dump);
            assertTrue(off.isIn(TcpState.ESTABLISHED));
        }
    }

    private static void assertTimedOut(Pair pair) {
        Exception e =
                assertThrows(IOException.class, () -> pair.client().channel().read(ByteBuffer.allocate(1)));
        assertTrue(String.valueOf(e.getMessage()).contains("timed out"), () -> "not a time-out: " + e);
    }

    /** When the client sent what was lost, but for the RST by which the kernel says good-bye. */
    private static List<Duration> probes(Pair pair, PacketLog log) {
        return pair.times(
                log,
                Direction.TO_SERVER,
                passage -> passage.arrived().isEmpty() && !passage.segment().isReset());
    }

    @Test
    @EffectOf("SO_KEEPALIVE")
    void anAnsweredProbeKeepsTheConnectionAndTheNextOneComesWhenItIsIdleAgain() throws Exception {
        lab.heal();
        try (PacketLog log = lab.packetLog();
                Pair pair = pair(9)) {
            keepAlive(pair);
            int before = pair.acknowledgments(log).size();

            assertTrue(log.await(seen -> pair.acknowledgments(seen).size() >= before + 2, Duration.ofSeconds(20)));

            assertTrue(pair.isIn(TcpState.ESTABLISHED));
        }
    }
}

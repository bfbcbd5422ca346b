package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.PendingConnection;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpState;
import tfo.lab.Fault;
import tfo.lab.Flow;
import tfo.lab.PacketLog;
import tfo.lab.Passage;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.FullBacklog;

/** When a connection tries again and when it gives up, where the path is a black hole. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimeoutOptionsTest extends OverTheLine {
    private static final String FIN_WAIT1 = "04", FIN_WAIT2 = "05";
    private static final Duration AMPLE = Duration.ofSeconds(30);

    private Pair pair() throws IOException {
        InetSocketAddress server =
                new InetSocketAddress(lab.peer(), listener.socket().getLocalPort());
        lab.heal();
        return Pair.connected(sockets, listener, ConnectRequest.to(server));
    }

    @Test
    @EffectOf({"TCP_SYNCNT", "TCP_RTO_MAX_MS"})
    void syncntSaysHowOftenASynIsSentAgainAndRtoMaxWhen() throws IOException {
        String before = linearSyns("0");
        try (PacketLog log = PacketLog.loopback();
                FullBacklog hole = FullBacklog.on(Addresses.fresh())) {
            ConnectRequest request = ConnectRequest.to(hole.address());
            try (PendingConnection usual = sockets.start(request)) {
                List<Duration> once = syns(log, request.option(TcpOptions.TCP_SYNCNT, 1));
                List<Duration> hasty = syns(
                        log,
                        request.option(TcpOptions.TCP_SYNCNT, 3)
                                .option(TcpOptions.TCP_RTO_MAX_MS, Duration.ofSeconds(1)));

                // Two connections made the queue full.
                List<Duration> doubled =
                        syns(log.flowsTo(request.remote().getPort()).get(2));
                assertTrue(usual.channel().isOpen() && doubled.size() >= 3, log::dump);
                assertTrue(lastInterval(doubled.subList(0, 3)).toMillis() >= 1_700, log::dump);
                assertEquals(1 + 1, once.size(), log::dump);
                assertEquals(1 + 3, hasty.size(), log::dump);
                assertTrue(lastInterval(hasty.subList(0, 3)).toMillis() < 1_700, log::dump);
            }
        } finally {
            linearSyns(before);
        }
    }

    /** How many SYNs are sent before the time between them doubles (since Linux 6.5); returns what it was. */
    private static String linearSyns(String count) throws IOException {
        Path setting = Path.of("/proc/sys/net/ipv4/tcp_syn_linear_timeouts");
        if (!Files.exists(setting)) {
            return count;
        }
        String before = Files.readAllLines(setting).get(0);
        Files.writeString(setting, count);
        return before;
    }

    /** When the SYNs of a connect were sent that nobody answered. */
    private List<Duration> syns(PacketLog log, ConnectRequest request) {
        assertThrows(SocketTimeoutException.class, () -> sockets.connect(request));

        List<Flow> flows = log.flowsTo(request.remote().getPort());
        return syns(flows.get(flows.size() - 1));
    }

    private static List<Duration> syns(Flow flow) {
        return flow.timeline().stream()
                .filter(passage -> passage.segment().isSyn())
                .map(Passage::sent)
                .toList();
    }

    @Test
    @EffectOf("TCP_USER_TIMEOUT")
    void theUserTimeoutEndsAConnectionWhoseDataNobodyAcknowledges() throws IOException {
        try (Pair limited = pair();
                Pair patient = pair()) {
            limited.client().setOption(TcpOptions.TCP_USER_TIMEOUT, Duration.ofMillis(700));
            lab.inflict(Fault.blackhole());
            patient.send(10);
            long before = System.nanoTime();
            limited.send(10);

            Exception e = assertThrows(
                    IOException.class, () -> limited.client().channel().read(ByteBuffer.allocate(1)));

            long millis = (System.nanoTime() - before) / 1_000_000;
            assertTrue(String.valueOf(e.getMessage()).contains("timed out"), () -> "not a time-out: " + e);
            assertTrue(millis >= 600 && millis < 8_000, () -> "after " + millis + " ms");
            assertTrue(patient.isIn(TcpState.ESTABLISHED), "the other gave up, too");
        }
    }

    @Test
    @EffectOf("TCP_THIN_LINEAR_TIMEOUTS")
    void aThinStreamDoesNotDoubleItsTimeout() throws Exception {
        try (PacketLog log = lab.packetLog();
                Pair thin = pair();
                Pair usual = pair()) {
            // Not with bbr, which never leaves what the kernel takes for the initial slow start.
            usual.client().setOption(TcpOptions.TCP_CONGESTION, "reno");
            thin.client()
                    .setOption(TcpOptions.TCP_CONGESTION, "reno")
                    .setOption(TcpOptions.TCP_THIN_LINEAR_TIMEOUTS, true);
            long thinRto = retransmissionTimeout(thin);
            long usualRto = retransmissionTimeout(usual);
            lab.inflict(Fault.blackhole());
            usual.send(10);
            thin.send(10);

            assertTrue(
                    log.await(
                            seen -> thin.data(seen).size() >= 6
                                    && usual.data(seen).size() >= 6,
                            AMPLE),
                    log::dump);

            Duration linear = lastInterval(thin.data(log).subList(0, 6));
            Duration doubled = lastInterval(usual.data(log).subList(0, 6));
            assertTrue(doubled.toMillis() >= 6 * usualRto, () -> "not doubled: " + usual.data(log));
            assertTrue(linear.toMillis() < 4 * thinRto, () -> "doubled: " + thin.data(log));
        }
    }

    /** After how many milliseconds it sends again what it sends now: the slower the handshake was, the later. */
    private static long retransmissionTimeout(Pair pair) throws IOException {
        return pair.client().tcpInfo().orElseThrow().retransmissionTimeout().toMillis();
    }

    private static Duration lastInterval(List<Duration> times) {
        return times.get(times.size() - 1).minus(times.get(times.size() - 2));
    }

    @Test
    @EffectOf("TCP_RTO_MIN_US")
    void theShortestTimeoutIsTheConnectionsOwn() throws IOException {
        try (Pair usual = Pair.connected(sockets);
                Pair hasty = Pair.connected(sockets)) {
            hasty.client().setOption(TcpOptions.TCP_RTO_MIN_US, Duration.ofMillis(20));
            long end = System.nanoTime() + AMPLE.toNanos();
            // It grows with what is taken for a slow and fickle path, and falls again after quick round trips.
            do {
                exchange(usual);
                exchange(hasty);
                long least = retransmissionTimeout(usual);
                assertTrue(least >= 200, () -> "usually " + least);
                assertTrue(System.nanoTime() < end, "not below 200 ms");
            } while (retransmissionTimeout(hasty) >= 200);
        }
    }

    private static void exchange(Pair pair) throws IOException {
        pair.send(1);
        pair.accepted().read(ByteBuffer.allocate(1));
        pair.accepted().write(ByteBuffer.allocate(1));
        pair.client().channel().read(ByteBuffer.allocate(1));
    }

    @Test
    @EffectOf("TCP_LINGER2")
    void linger2EndsFinWait2() throws Exception {
        try (Pair waiting = Pair.connected(sockets);
                Pair none = Pair.connected(sockets)) {
            none.client().setOption(TcpOptions.TCP_LINGER2, Duration.ofSeconds(-1));
            // More than a minute: what waits for less stands among those in TIME_WAIT, for which there may be no room.
            waiting.client().setOption(TcpOptions.TCP_LINGER2, Duration.ofSeconds(100));

            waiting.client().close();
            none.client().close();

            awaitTrue(() -> !isIn(FIN_WAIT1, none.port()) && !isIn(FIN_WAIT2, none.port()));
            awaitTrue(() -> isIn(FIN_WAIT2, waiting.port()));
        }
    }

    private static void awaitTrue(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, "not within ten seconds");
            Thread.onSpinWait();
        }
    }

    /** Whether a socket on this port is in the state, as /proc/net/tcp has it; others may be in TIME_WAIT there. */
    private static boolean isIn(String state, int port) throws IOException {
        String local = String.format(Locale.ROOT, ":%04X ", port);
        for (String file : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(file))) {
                String[] words = line.trim().split("\\s+", -1);
                if ((words[1] + " ").endsWith(local) && words[3].equals(state)) {
                    return true;
                }
            }
        }
        return false;
    }
}

package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpOptions;
import tfo.lab.Direction;
import tfo.lab.Fault;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.testkit.peer.Addresses;

/** What options do where the path is a black hole, or not the only one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OptionPathTest {
    private static final int MARK = 77;

    private static NetworkLab lab;
    private static ServerSocketChannel listener;

    private final FastOpenSockets sockets = new LinuxSockets();

    @BeforeAll
    static void open() throws IOException {
        lab = NetworkLab.open(Duration.ofMillis(2));
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(lab.server(), 0));
    }

    @AfterAll
    static void close() throws IOException {
        listener.close();
        lab.close();
    }

    private InetSocketAddress server() throws IOException {
        return new InetSocketAddress(lab.peer(), listener.socket().getLocalPort());
    }

    private Pair pair() throws IOException {
        lab.heal();
        return Pair.connected(sockets, listener, ConnectRequest.to(server()));
    }

    @Test
    void unansweredProbesOfAnIdleConnectionEndIt() throws Exception {
        try (PacketLog log = lab.packetLog();
                Pair pair = pair()) {
            pair.client()
                    .setOption(TcpOptions.TCP_KEEPIDLE, Duration.ofSeconds(1))
                    .setOption(TcpOptions.TCP_KEEPINTVL, Duration.ofSeconds(1))
                    .setOption(TcpOptions.TCP_KEEPCNT, 2)
                    .setOption(TcpOptions.SO_KEEPALIVE, true);
            int before = sent(pair, log).size();
            lab.inflict(Fault.blackhole());

            assertTimedOut(() -> pair.client().channel().read(ByteBuffer.allocate(1)));

            List<Duration> after = sent(pair, log);
            // The kernel says good-bye by a RST.
            List<Duration> probes = after.subList(before, after.size() - 1);
            assertEquals(2, probes.size(), log::dump);
            Duration interval = probes.get(1).minus(probes.get(0));
            assertTrue(interval.toMillis() >= 900, () -> "probes " + interval + " apart");
        }
    }

    private static List<Duration> sent(Pair pair, PacketLog log) {
        return pair.times(log, Direction.TO_SERVER, passage -> true);
    }

    @Test
    void theUserTimeoutEndsAConnectionWhoseDataNobodyAcknowledges() throws Exception {
        try (Pair pair = pair()) {
            pair.client().setOption(TcpOptions.TCP_USER_TIMEOUT, Duration.ofMillis(700));
            lab.inflict(Fault.blackhole());
            long before = System.nanoTime();
            pair.send(10);

            assertTimedOut(() -> pair.client().channel().read(ByteBuffer.allocate(1)));

            long millis = (System.nanoTime() - before) / 1_000_000;
            assertTrue(millis >= 600 && millis < 8_000, () -> "after " + millis + " ms");
        }
    }

    private static void assertTimedOut(Executable work) {
        Exception e = assertThrows(IOException.class, work);
        assertTrue(String.valueOf(e.getMessage()).contains("timed out"), () -> "not a time-out: " + e);
    }

    @Test
    void aThinStreamDoesNotDoubleItsTimeout() throws Exception {
        try (PacketLog log = lab.packetLog();
                Pair pair = pair()) {
            // Not with bbr, which never leaves what the kernel takes for the initial slow start.
            pair.client()
                    .setOption(TcpOptions.TCP_CONGESTION, "reno")
                    .setOption(TcpOptions.TCP_THIN_LINEAR_TIMEOUTS, true);
            lab.inflict(Fault.blackhole());
            pair.send(10);

            assertTrue(log.await(seen -> pair.data(seen).size() >= 6, Duration.ofSeconds(30)), log::dump);

            List<Duration> data = pair.data(log);
            // The usual way doubles each: 0.4, 0.8, 1.6 seconds and more.
            Duration last = data.get(5).minus(data.get(4));
            assertTrue(last.toMillis() < 1_500, () -> "doubled: " + data);
        }
    }

    @Test
    void theShortestTimeoutIsTheConnectionsOwn() throws IOException {
        try (Pair pair = pair()) {
            Duration usual = pair.client().tcpInfo().orElseThrow().retransmissionTimeout();
            pair.client().setOption(TcpOptions.TCP_RTO_MIN_US, Duration.ofMillis(20));
            for (int i = 0; i < 20; i++) {
                pair.send(1);
                pair.accepted().read(ByteBuffer.allocate(1));
                pair.accepted().write(ByteBuffer.allocate(1));
                pair.client().channel().read(ByteBuffer.allocate(1));
            }

            Duration shorter = pair.client().tcpInfo().orElseThrow().retransmissionTimeout();

            assertTrue(usual.toMillis() >= 200, () -> "usually " + usual);
            assertTrue(shorter.toMillis() < 200, () -> "still " + shorter);
        }
    }

    @Test
    void aDeviceIsTheOnlyWayOut() throws IOException {
        try (ServerSocketChannel here = ServerSocketChannel.open().bind(new InetSocketAddress(Addresses.fresh(), 0))) {
            ConnectRequest request = ConnectRequest.to((InetSocketAddress) here.getLocalAddress())
                    .timeout(Duration.ofMillis(400));
            sockets.connect(request.option(TcpOptions.SO_BINDTODEVICE, "lo")).close();

            ConnectRequest elsewhere = request.option(TcpOptions.SO_BINDTODEVICE, lab.interfaceName());

            assertThrows(IOException.class, () -> sockets.connect(elsewhere));
        }
    }

    @Test
    void aMarkIsSeenByTheRulesOfRouting() throws Exception {
        lab.heal();
        ConnectRequest request = ConnectRequest.to(server()).timeout(Duration.ofSeconds(5));
        ip("rule", "add", "pref", "50", "fwmark", Integer.toString(MARK), "prohibit");
        try {
            sockets.connect(request.option(TcpOptions.SO_MARK, MARK + 1)).close();
            listener.accept().close();

            assertThrows(IOException.class, () -> sockets.connect(request.option(TcpOptions.SO_MARK, MARK)));
        } finally {
            ip("rule", "del", "pref", "50");
        }
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    }
}

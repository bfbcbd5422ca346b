package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.TcpOptions;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.lab.Segment;
import tfo.testkit.peer.Addresses;

/** What the options of Fast Open do, seen in the SYN. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FastOpenOptionsTest {
    private static final int FLIGHT = 100;
    private static final Duration AMPLE = Duration.ofSeconds(10);

    private final FastOpenSockets sockets = new LinuxSockets();

    @Test
    @EffectOf("TCP_FASTOPEN_CONNECT")
    void connectWaitsForTheFirstWriteAndSendsBothTogether() throws Exception {
        try (FastOpenListener listener = listener(Addresses.fresh());
                PacketLog log = PacketLog.loopback()) {
            outcome(listener, false);

            Segment usual = synOfAChannel(listener, log, false);
            Segment deferred = synOfAChannel(listener, log, true);

            assertEquals(0, usual.payload());
            assertEquals(FLIGHT, deferred.payload());
        }
    }

    /** Connects a channel of the JDK, then writes. */
    private Segment synOfAChannel(FastOpenListener listener, PacketLog log, boolean deferred) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            sockets.setOption(channel, TcpOptions.TCP_FASTOPEN_CONNECT, deferred);
            channel.connect(listener.localAddress());
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            assertEquals(deferred ? 0 : 1, log.flow(port).syns().size(), "SYNs before the first write");
            channel.write(ByteBuffer.allocate(FLIGHT));
            return log.flow(port).syns().get(0);
        }
    }

    @Test
    @EffectOf("TCP_FASTOPEN_NO_COOKIE")
    void withoutACookieTheFirstContactTakesDataInTheSynIfBothEndsAgree() throws IOException {
        assertEquals(Outcome.ACKNOWLEDGED, firstContact(true, true));
        assertEquals(Outcome.NOT_ACKNOWLEDGED, firstContact(true, false));
        assertEquals(Outcome.COOKIE_REQUESTED, firstContact(false, true));
        assertEquals(Outcome.COOKIE_REQUESTED, firstContact(false, false));
    }

    private Outcome firstContact(boolean client, boolean server) throws IOException {
        try (FastOpenListener listener = listener(Addresses.fresh())) {
            listener.setOption(TcpOptions.TCP_FASTOPEN_NO_COOKIE, server);
            return outcome(listener, client);
        }
    }

    @Test
    @EffectOf("TCP_FASTOPEN_KEY")
    void cookiesOfAKeyAreTakenByThoseWhoHaveItAsKeyOrBackup() throws IOException {
        InetAddress here = Addresses.fresh();
        String old = "0123456789abcdef", young = "fedcba9876543210";
        try (FastOpenListener one = listener(here);
                FastOpenListener other = listener(here)) {
            one.setOption(TcpOptions.TCP_FASTOPEN_KEY, bytes(old));
            other.setOption(TcpOptions.TCP_FASTOPEN_KEY, bytes(young));
            assertEquals(Outcome.COOKIE_REQUESTED, outcome(one, false));
            assertEquals(Outcome.ACKNOWLEDGED, outcome(one, false));
            assertEquals(Outcome.NOT_ACKNOWLEDGED, outcome(other, false), "a cookie of another key");
            assertEquals(Outcome.ACKNOWLEDGED, outcome(other, false), "its own cookie, which came with the refusal");

            assertEquals(Outcome.NOT_ACKNOWLEDGED, outcome(one, false));
            other.setOption(TcpOptions.TCP_FASTOPEN_KEY, bytes(young + old));
            assertEquals(Outcome.ACKNOWLEDGED, outcome(other, false), "the backup took it");
            assertEquals(Outcome.NOT_ACKNOWLEDGED, outcome(one, false), "and the key made a cookie anew");
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    @EffectOf("TCP_FASTOPEN")
    void theQueueBoundsHowManyFastOpensWaitForTheEndOfTheirHandshakes() throws Exception {
        try (NetworkLab lab = NetworkLab.open(Duration.ofMillis(300));
                PacketLog log = lab.packetLog()) {
            assertEquals(List.of(0, 0), taken(lab, log, 0));
            assertEquals(List.of(FLIGHT, FLIGHT), taken(lab, log, 2));
            // On a busy machine the first handshake may be over when the second begins.
            assertTrue(Attempt.once(() -> taken(lab, log, 1).equals(List.of(FLIGHT, 0))), log::dump);
        }
    }

    /** How many bytes a listener with this queue takes out of two SYNs, one right after the other. */
    private List<Integer> taken(NetworkLab lab, PacketLog log, int queue) throws IOException, InterruptedException {
        try (FastOpenListener listener = listener(lab.server())) {
            listener.setOption(TcpOptions.TCP_FASTOPEN_NO_COOKIE, true).setOption(TcpOptions.TCP_FASTOPEN, queue);
            InetSocketAddress address =
                    new InetSocketAddress(lab.peer(), listener.localAddress().getPort());
            try (SocketChannel first = sent(address);
                    SocketChannel second = sent(address)) {
                return List.of(taken(log, first), taken(log, second));
            }
        }
    }

    private SocketChannel sent(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        sockets.setOption(channel, TcpOptions.TCP_FASTOPEN_CONNECT, true);
        sockets.setOption(channel, TcpOptions.TCP_FASTOPEN_NO_COOKIE, true);
        channel.connect(address);
        assertEquals(FLIGHT, channel.write(ByteBuffer.allocate(FLIGHT)));
        return channel;
    }

    private static int taken(PacketLog log, SocketChannel channel) throws IOException, InterruptedException {
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        assertTrue(log.await(seen -> !seen.flow(port).synAcks().isEmpty(), AMPLE), log::dump);
        return log.flow(port).acknowledgedInSyn();
    }

    private FastOpenListener listener(InetAddress address) throws IOException {
        return sockets.listen(ListenRequest.on(new InetSocketAddress(address, 0)));
    }

    /** What becomes of a first flight. */
    private Outcome outcome(FastOpenListener listener, boolean withoutCookie) throws IOException {
        ConnectRequest request = ConnectRequest.to(listener.localAddress())
                .firstFlight(ByteBuffer.allocate(FLIGHT))
                .option(TcpOptions.TCP_FASTOPEN_NO_COOKIE, withoutCookie);
        try (FastOpenConnection connection = sockets.connect(request)) {
            return connection.report().outcome();
        }
    }
}

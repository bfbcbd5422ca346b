package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.TcpInfoField;
import tfo.api.tcp.TcpOptions;
import tfo.lab.PacketLog;
import tfo.lab.Segment;
import tfo.testkit.peer.Addresses;

/** What options announce in the handshake, seen on loopback. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WindowOptionsTest {
    private static final int SMALL = 4_000;

    private final FastOpenSockets sockets = new LinuxSockets();

    @Test
    @EffectOf("TCP_MAXSEG")
    void maxsegIsAnnouncedInTheSyn() throws IOException {
        assertNotEquals(700, segmentSize(syn(request -> request)));
        assertEquals(700, segmentSize(syn(request -> request.option(TcpOptions.TCP_MAXSEG, 700))));
    }

    private static int segmentSize(Segment syn) {
        return syn.options().maximumSegmentSize().orElse(0);
    }

    @Test
    @EffectOf("TCP_WINDOW_CLAMP")
    void windowClampBoundsTheWindowOfTheSyn() throws IOException {
        int usual = syn(request -> request).window();
        int clamped = syn(request -> request.option(TcpOptions.TCP_WINDOW_CLAMP, 9_000))
                .window();

        assertTrue(usual > 30_000, () -> "usual window " + usual);
        assertTrue(clamped <= 9_000, () -> "clamped window " + clamped);
    }

    @Test
    @EffectOf("SO_RCVBUF")
    void aReceiveBufferDecidesWindowAndScaleOfTheSyn() throws IOException {
        Segment usual = syn(request -> request);
        Segment small = syn(request -> request.option(TcpOptions.SO_RCVBUF, SMALL));

        assertTrue(usual.window() > 30_000, usual::toString);
        assertTrue(scale(usual) > 0, usual::toString);
        assertTrue(small.window() <= 2 * SMALL, small::toString);
        assertEquals(0, scale(small), small::toString);
    }

    private Segment syn(UnaryOperator<ConnectRequest> change) throws IOException {
        try (PacketLog log = PacketLog.loopback();
                ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(Addresses.fresh(), 0));
                Pair pair = Pair.connected(sockets, listener, change.apply(request(listener)))) {
            return pair.flow(log).syns().get(0);
        }
    }

    private static ConnectRequest request(ServerSocketChannel listener) throws IOException {
        return ConnectRequest.to((InetSocketAddress) listener.getLocalAddress());
    }

    private static int scale(Segment segment) {
        return segment.options().windowScale().orElse(0);
    }

    @Test
    @EffectOf("SO_RCVBUF")
    void thatOfAListenerDecidesThoseOfItsSynAcks() throws IOException {
        Segment usual = synAck(request -> request);
        Segment small = synAck(request -> request.option(TcpOptions.SO_RCVBUF, SMALL));

        assertTrue(scale(usual) > 0, usual::toString);
        assertTrue(small.window() <= 2 * SMALL, small::toString);
        assertEquals(0, scale(small), small::toString);
    }

    private Segment synAck(UnaryOperator<ListenRequest> change) throws IOException {
        ListenRequest request = ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0));
        try (PacketLog log = PacketLog.loopback();
                FastOpenListener listener = sockets.listen(change.apply(request));
                Pair pair = Pair.connected(sockets, listener.channel(), ConnectRequest.to(listener.localAddress()))) {
            return pair.flow(log).synAcks().get(0);
        }
    }

    @Test
    void aReceiveBufferThatComesAfterTheHandshakeLeavesTheScaleAsItIsAndIsReported() throws Exception {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(Addresses.fresh(), 0));
                Pair early =
                        Pair.connected(sockets, listener, request(listener).option(TcpOptions.SO_RCVBUF, 100_000));
                Pair late = Pair.connected(sockets, listener, request(listener).option(TcpOptions.SO_RCVBUF, SMALL))) {
            List<String> said = said(() -> late.client().setOption(TcpOptions.SO_RCVBUF, 100_000));

            assertEquals(1, said.size(), said::toString);
            assertTrue(said.get(0).contains("SO_RCVBUF"), said::toString);
            assertEquals(100_000, late.client().getOption(TcpOptions.SO_RCVBUF));
            assertEquals(0, scale(late));
            assertTrue(scale(early) > 0, () -> "scale " + early);
        }
    }

    @Test
    void oneThatComesAfterAHandshakeWithoutIsNotBoundedAndNotReported() throws Exception {
        try (Pair pair = Pair.connected(sockets);
                Pair small = Pair.connected(sockets)) {
            // The scale is made for the third number of net.ipv4.tcp_rmem, 6 MiB or more.
            assertTrue(scale(pair) >= 6, () -> "scale " + pair);
            assertEquals(List.of(), said(() -> pair.client().setOption(TcpOptions.SO_RCVBUF, 100_000)));
            // As much as net.core.rmem_max allows, for which the scale was made, too.
            assertEquals(List.of(), said(() -> pair.client().setOption(TcpOptions.SO_RCVBUF, 1_000_000_000)));
            assertEquals(List.of(), said(() -> sockets.setOption(small.accepted(), TcpOptions.SO_RCVBUF, SMALL)));
        }
    }

    @Test
    void oneOfAnyChannelIsReportedToo() throws Exception {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(Addresses.fresh(), 0));
                Pair late = Pair.connected(sockets, listener, request(listener).option(TcpOptions.SO_RCVBUF, SMALL))) {
            List<String> said = said(() -> sockets.setOption(late.client().channel(), TcpOptions.SO_RCVBUF, 100_000));

            assertEquals(1, said.size(), said::toString);
            assertEquals(List.of(), said(() -> late.client().setOption(TcpOptions.SO_RCVBUF, SMALL)));
        }
    }

    /** What the logger says at DEBUG meanwhile. */
    private static List<String> said(Executable work) throws Exception {
        List<String> messages = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("tfo.linux");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord said) {
                messages.add(said.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        try {
            work.run();
        } finally {
            logger.setLevel(null);
            logger.removeHandler(handler);
        }
        return messages;
    }

    private interface Executable {
        void run() throws Exception;
    }

    private static long scale(Pair pair) throws IOException {
        return pair.client()
                .getOption(TcpOptions.TCP_INFO)
                .get(TcpInfoField.RCV_WSCALE)
                .orElseThrow();
    }
}

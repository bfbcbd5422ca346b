package tfo.fallback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenRequiredException;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpOptions;
import tfo.fallback.socket.PortableSockets;

class FallbackSocketsTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final FastOpenSockets sockets = new FallbackSockets();

    @Test
    void isUsableEverywhereAndComesLast() {
        assertTrue(sockets.availability().usable());
        assertEquals("fallback", sockets.name());
        assertEquals(-1000, sockets.ranking());
    }

    @Test
    void knowsNoKernel() {
        assertEquals(FastOpenSettings.NONE, sockets.settings());
        assertEquals(FastOpenCounters.NONE, sockets.counters());
        assertEquals(List.of(), sockets.avoidedPaths());
    }

    @Test
    void theReportSaysWhyFastOpenWasNotTried() throws IOException {
        try (var listener = sockets.listen(ListenRequest.on(ANY_PORT))) {
            ConnectRequest empty = ConnectRequest.to(listener.localAddress());
            ConnectRequest hello = empty.firstFlight(ByteBuffer.allocate(5));

            assertEquals(FastOpenReport.notTried("no first flight", 0), report(empty));
            assertEquals(FastOpenReport.notTried(PortableSockets.NO_FAST_OPEN, 5), report(hello));
            assertEquals(FastOpenReport.notTried("policy OFF", 5), report(hello.policy(FastOpenPolicy.OFF)));
        }
    }

    private FastOpenReport report(ConnectRequest request) throws IOException {
        try (FastOpenConnection connection = sockets.connect(request)) {
            return connection.report();
        }
    }

    @Test
    void requiredFastOpenConnectsNothing() throws IOException {
        try (var listener = sockets.listen(ListenRequest.on(ANY_PORT))) {
            listener.channel().configureBlocking(false);
            ConnectRequest required = ConnectRequest.to(listener.localAddress())
                    .firstFlight(ByteBuffer.allocate(5))
                    .policy(FastOpenPolicy.REQUIRE);

            var thrown = assertThrows(FastOpenRequiredException.class, () -> sockets.connect(required));

            assertEquals(PortableSockets.NO_FAST_OPEN, thrown.report().reason());
            assertThrows(FastOpenRequiredException.class, () -> sockets.start(required));
            assertEquals(null, listener.channel().accept());
        }
    }

    @Test
    void anOptionOfLinuxIsRefusedByName() throws IOException {
        try (var listener = sockets.listen(ListenRequest.on(ANY_PORT));
                var connection = sockets.connect(ConnectRequest.to(listener.localAddress()))) {
            var thrown =
                    assertThrows(UnsupportedOperationException.class, () -> connection.getOption(TcpOptions.TCP_CORK));

            assertTrue(thrown.getMessage().startsWith("TCP_CORK: "), thrown.getMessage());
            assertTrue(thrown.getMessage().contains("tfo.linux"), thrown.getMessage());
        }
    }

    @Test
    void aListenerSaysThatItTakesNothingInTheSyn() throws IOException {
        try (var listener = sockets.listen(ListenRequest.on(ANY_PORT).fastOpenKey(new byte[16]))) {
            assertFalse(listener.fastOpen().usable());
            assertEquals(PortableSockets.NO_FAST_OPEN, listener.fastOpen().reason());
        }
    }

    @Test
    void aClosedListenerStillKnowsItsAddress() throws IOException {
        var listener = sockets.listen(ListenRequest.on(ANY_PORT));
        listener.close();

        assertTrue(listener.localAddress().getPort() > 0);
        assertThrows(ClosedChannelException.class, listener::accept);
    }

    @Test
    void armingLeavesAFreshChannelUsable() throws IOException {
        try (var server = ServerSocketChannel.open().bind(ANY_PORT);
                var channel = SocketChannel.open()) {
            assertFalse(sockets.arm(channel).usable());

            assertTrue(channel.connect(server.getLocalAddress()));
        }
    }

    @Test
    void anySocketWasNotTried() throws IOException {
        try (Socket socket = sockets.socketFactory().createSocket()) {
            assertEquals(
                    FastOpenReport.Outcome.NOT_TRIED, sockets.report(socket).outcome());
        }
    }
}

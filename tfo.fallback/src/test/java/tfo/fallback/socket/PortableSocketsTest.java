package tfo.fallback.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;

@Timeout(60)
class PortableSocketsTest {
    private static final int MANY = 64 << 20;

    @Test
    void aFlightThatIsNotTakenInTimeEndsInAResetSoThatThePeerDoesNotTakeItForTheWhole() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            ConnectRequest request = ConnectRequest.to((InetSocketAddress) server.getLocalSocketAddress())
                    .firstFlight(ByteBuffer.allocate(MANY))
                    .timeout(Duration.ofMillis(100));

            assertThrows(SocketTimeoutException.class, () -> PortableSockets.connect(request));

            try (Socket peer = server.accept()) {
                assertThrows(SocketException.class, () -> peer.getInputStream().readAllBytes());
            }
        }
    }

    @Test
    void aPendingConnectionAsksForWritesOnceItStandsAndCountsWhatWasTaken() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                var pending =
                        PortableSockets.start(ConnectRequest.to((InetSocketAddress) server.getLocalSocketAddress())
                                .firstFlight(ByteBuffer.allocate(MANY)));
                Socket peer = server.accept()) {
            assertTrue(pending.finish().isEmpty());

            assertEquals(SelectionKey.OP_WRITE, pending.interestOps());
            assertTrue(pending.taken() > 0 && pending.taken() < MANY, "taken " + pending.taken());
            assertTrue(peer.isConnected());
        }
    }

    @Test
    void closingAPendingConnectionThatWasHandedOverDoesNothing() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var pending = PortableSockets.start(ConnectRequest.to((InetSocketAddress) server.getLocalSocketAddress()));
            server.accept().close();
            var connection = pending.finish().orElseThrow();

            pending.close();

            assertTrue(connection.channel().isOpen());
            connection.close();
            assertFalse(pending.channel().isOpen());
        }
    }
}

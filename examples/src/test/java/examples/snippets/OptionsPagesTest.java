package examples.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import examples.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpOptions;

/** What the pages of the options show does what they say. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OptionsPagesTest {
    private final FastOpenSockets sockets = FastOpenSockets.best();

    @Test
    void theOptionsOfARequestAreThoseOfItsConnection() throws Exception {
        try (Peer server = new Peer("\n", "pong");
                FastOpenConnection connection = OptionsPages.large(sockets, server.address())) {
            assertEquals(150_000, connection.getOption(TcpOptions.SO_RCVBUF));
            assertEquals(Duration.ofSeconds(20), connection.getOption(TcpOptions.TCP_USER_TIMEOUT));
            assertTrue(connection.getOption(TcpOptions.TCP_NODELAY));
        }
    }

    @Test
    void anyChannelHasThem() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            assertTrue(OptionsPages.responsive(sockets, channel));
            assertEquals(16_384, sockets.getOption(channel, TcpOptions.TCP_NOTSENT_LOWAT));
        }
    }

    @Test
    void whatIsCorkedArrivesWhole(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("body"), "body\n");
        try (Peer server = new Peer("body\n", "pong");
                FastOpenConnection connection = sockets.connect(ConnectRequest.to(server.address()));
                FileChannel body = FileChannel.open(file)) {
            OptionsPages.send(connection, ByteBuffer.wrap("header\n".getBytes(StandardCharsets.UTF_8)), body);

            assertEquals(
                    "pong",
                    StandardCharsets.UTF_8.decode(OptionsPages.read(connection)).toString());
            assertEquals("header\nbody\n", server.heard());
        }
    }

    @Test
    void aWatchedConnectionIsProbed() throws Exception {
        try (Peer server = new Peer("\n", "pong");
                FastOpenConnection connection = sockets.connect(ConnectRequest.to(server.address()))) {
            OptionsPages.watch(connection);

            assertTrue(connection.getOption(TcpOptions.SO_KEEPALIVE));
            assertEquals(3, connection.getOption(TcpOptions.TCP_KEEPCNT));
        }
    }

    @Test
    void aListenerTellsTheSynOfAConnectionThatHasSomethingToSay() throws Exception {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (FastOpenListener listener = OptionsPages.patient(sockets, here);
                SocketChannel client = SocketChannel.open(listener.localAddress())) {
            client.write(ByteBuffer.allocate(1));

            byte[] headers = OptionsPages.headers(listener);

            assertTrue(headers.length >= 40, () -> headers.length + " bytes");
            assertFalse(listener.getOption(TcpOptions.TCP_SAVE_SYN));
        }
    }

    @Test
    void aDeviceIsTheWay() throws Exception {
        try (Peer server = new Peer("\n", "pong");
                FastOpenConnection connection = OptionsPages.through(sockets, server.address(), "lo")) {
            assertEquals("lo", connection.getOption(TcpOptions.SO_BINDTODEVICE));
        }
    }
}

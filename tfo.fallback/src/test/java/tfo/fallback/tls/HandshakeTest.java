package tfo.fallback.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsServer;
import tfo.fallback.FallbackSockets;
import tfo.testkit.tls.Pki;

/** Handshakes over channels of all kinds, with peers of the worst. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandshakeTest {
    private static final Identity OWN = TestIdentity.localhost();

    private TlsClient client;
    private TlsServer server;
    private ServerSocketChannel listener;

    @BeforeEach
    void open() throws IOException {
        client = new ClientBuilder().trust(TestIdentity.trusting(OWN)).build();
        server = new ServerBuilder().identity(OWN).build();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private TlsDial dial() throws IOException {
        return client.dial(ConnectRequest.to((InetSocketAddress) listener.getLocalAddress()));
    }

    private static TlsServer impatient() throws TlsException {
        return new ServerBuilder()
                .identity(OWN)
                .handshakeTimeout(Duration.ofMillis(300))
                .build();
    }

    @Test
    void aPeerThatHangsUpIsATruncation() throws Exception {
        var failure = assertThrows(TlsException.class, () -> withPeer(channel -> channel.shutdownOutput()));

        assertEquals(Reason.TRUNCATED, failure.reason());
    }

    @Test
    void aPeerThatResetsIsAFailureOfTheNetwork() {
        assertThrows(
                SocketException.class,
                () -> withPeer(channel -> {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                    channel.close();
                }));
    }

    @Test
    void aPeerThatSpeaksPlainlyBreaksTheProtocol() throws Exception {
        var failure = assertThrows(
                TlsException.class,
                () -> withPeer(channel -> channel.write(
                        ByteBuffer.wrap("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))));

        assertEquals(Reason.PROTOCOL, failure.reason());
    }

    @Test
    void aSilentPeerIsATimeoutAndTheConnectionIsClosed() throws Exception {
        try (SocketChannel peer = SocketChannel.open(listener.getLocalAddress());
                SocketChannel accepted = listener.accept()) {
            assertThrows(SocketTimeoutException.class, () -> impatient().accept(accepted));

            assertFalse(accepted.isOpen());
            assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
        }
        assertThrows(
                SocketTimeoutException.class,
                () -> dial().timeout(Duration.ofMillis(300)).connect(new FallbackSockets()));
    }

    private void withPeer(Act act) throws Exception {
        var peer = CompletableFuture.runAsync(
                () -> {
                    try (SocketChannel channel = listener.accept()) {
                        channel.read(ByteBuffer.allocate(20_000));
                        act.on(channel);
                        channel.read(ByteBuffer.allocate(20_000));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Meeting::start);
        try {
            dial().connect(new FallbackSockets()).close();
        } finally {
            peer.handle((done, e) -> true).get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aDialIsForOneConnection() throws Exception {
        TlsDial dial = dial();
        dial.engine();

        assertThrows(IllegalStateException.class, () -> dial.connect(new FallbackSockets()));
    }

    @Test
    void aClosedClientDialsNoMore() throws Exception {
        TlsDial dial = dial();
        client.close();
        server.close();

        assertThrows(IllegalStateException.class, () -> dial());
        assertThrows(IllegalStateException.class, () -> dial.engine());
        assertThrows(IllegalStateException.class, () -> server.engine());
    }

    @Test
    void aRequestWithAFirstFlightIsRefused() throws Exception {
        ConnectRequest request = ConnectRequest.to((InetSocketAddress) listener.getLocalAddress())
                .firstFlight(ByteBuffer.allocate(1));

        assertThrows(IllegalArgumentException.class, () -> client.dial(request));
    }

    @Test
    void tlsRunsInsideTls() throws Exception {
        try (Meeting meeting = new Meeting();
                Meeting.Pair outer = meeting.of(client, server, "localhost")) {
            try (Meeting.Pair inner = over(outer.client(), outer.server())) {
                inner.talk();
            }
            assertFalse(outer.client().isOpen());
        }
    }

    @Test
    void anyChannelWillDo() throws Exception {
        Pipe there = Pipe.open();
        Pipe back = Pipe.open();
        try (Meeting.Pair pair =
                over(new Duplex(back.source(), there.sink()), new Duplex(there.source(), back.sink()))) {
            pair.talk();
            assertTrue(pair.client().underneath().isEmpty());
            pair.client().close();
            assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void aTimeoutClosesAChannelOfAnyKind() throws Exception {
        Duplex silent = new Duplex(Pipe.open().source(), Pipe.open().sink());

        assertThrows(SocketTimeoutException.class, () -> impatient().accept(silent));

        assertFalse(silent.isOpen());
    }

    @Test
    void aPeerThatRenegotiatesIsRefused() throws Exception {
        SSLContext context = Pki.context(TestIdentity.trusting(OWN));
        try (Socket peer = new Socket(
                        listener.socket().getInetAddress(), listener.socket().getLocalPort());
                SocketChannel accepted = listener.accept()) {
            var tls = CompletableFuture.supplyAsync(() -> accept(accepted), Meeting::start);
            SSLSocket own = (SSLSocket) context.getSocketFactory().createSocket(peer, "localhost", 443, true);
            own.setEnabledProtocols(new String[] {"TLSv1.2"});
            own.startHandshake();
            TlsConnection connection = tls.get(60, TimeUnit.SECONDS);

            var again = CompletableFuture.runAsync(() -> renegotiate(own), Meeting::start);
            var failure = assertThrows(TlsException.class, () -> connection.read(ByteBuffer.allocate(1)));

            assertEquals("RENEGOTIATION", failure.code());
            connection.close();
            again.handle((done, e) -> true).get(60, TimeUnit.SECONDS);
        }
    }

    private static void renegotiate(SSLSocket socket) {
        try {
            socket.startHandshake();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Meeting.Pair over(ByteChannel own, ByteChannel other) throws Exception {
        var accepted = CompletableFuture.supplyAsync(() -> accept(other), Meeting::start);
        TlsConnection connection = dial().serverName("localhost").over(own);
        return new Meeting.Pair(connection, accepted.get(60, TimeUnit.SECONDS));
    }

    private TlsConnection accept(ByteChannel channel) {
        try {
            return server.accept(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Act {
        void on(SocketChannel channel) throws IOException;
    }

    private record Duplex(Pipe.SourceChannel in, Pipe.SinkChannel out) implements ByteChannel {

        @Override
        public int read(ByteBuffer destination) throws IOException {
            return in.read(destination);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return out.write(source);
        }

        @Override
        public boolean isOpen() {
            return in.isOpen();
        }

        @Override
        public void close() throws IOException {
            in.close();
            out.close();
        }
    }
}

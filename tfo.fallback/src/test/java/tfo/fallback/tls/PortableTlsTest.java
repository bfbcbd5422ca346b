package tfo.fallback.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsVersion;
import tfo.fallback.FallbackSockets;

@Timeout(60)
class PortableTlsTest {
    private static final Identity IDENTITY = TestIdentity.localhost();

    private final FastOpenSockets sockets = new FallbackSockets();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shakesHandsAndTalks(TlsVersion version) throws Exception {
        TlsServer server = PortableTls.server().identity(IDENTITY).build();
        TlsClient client = client(version);
        try (FastOpenListener listener = listen()) {
            for (int i = 0; i < 4; i++) {
                Pair pair = connect(client, server, listener);
                assertEquals("hello", exchange(pair.client(), pair.server(), "hello"));
                assertEquals("back", exchange(pair.server(), pair.client(), "back"));
                assertEquals(version, pair.client().handshake().version());
                assertEquals(
                        i > 0,
                        pair.client().handshake().resumed(),
                        "client, " + i + pair.client().handshake());
                assertEquals(i > 0, pair.server().handshake().resumed(), "server, " + i);
                assertEquals("localhost", pair.client().handshake().serverName());
                assertEquals("localhost", pair.server().handshake().serverName());
                assertEquals(IDENTITY.chain(), pair.client().handshake().peer());
                pair.client().close();
                assertEquals(-1, pair.server().read(ByteBuffer.allocate(10)));
                pair.server().close();
            }
        }
    }

    private static TlsClient client(TlsVersion version) throws IOException {
        ClientBuilder builder = new ClientBuilder().trust(TestIdentity.trusting(IDENTITY));
        return version == TlsVersion.TLS_1_3
                ? builder.minimumVersion(version).build()
                : builder.maximumVersion(version).build();
    }

    private FastOpenListener listen() throws IOException {
        return sockets.listen(ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    private Pair connect(TlsClient client, TlsServer server, FastOpenListener listener) throws Exception {
        CompletableFuture<TlsConnection> accepted = CompletableFuture.supplyAsync(() -> {
            try {
                return server.accept(listener.accept());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        InetSocketAddress address = listener.localAddress();
        TlsConnection own =
                client.dial(ConnectRequest.to(address)).serverName("localhost").connect(sockets);
        open.add(own);
        TlsConnection other = accepted.get(30, TimeUnit.SECONDS);
        open.add(other);
        return new Pair(own, other);
    }

    private static String exchange(TlsConnection from, TlsConnection to, String text) throws IOException {
        from.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        ByteBuffer got = ByteBuffer.allocate(text.length());
        while (got.hasRemaining() && to.read(got) >= 0) {
            // The rest is to come.
        }
        return new String(got.array(), 0, got.position(), StandardCharsets.UTF_8);
    }

    private record Pair(TlsConnection client, TlsConnection server) {}
}

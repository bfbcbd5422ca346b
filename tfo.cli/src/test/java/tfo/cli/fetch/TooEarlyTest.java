package tfo.cli.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.EarlyDataPolicy;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;
import tfo.cli.core.HostPort;
import tfo.cli.http.Target;
import tfo.testkit.Background;
import tfo.testkit.tls.Pki;

/** A server that wants to be asked after the handshake says 425 (RFC 8470), and is. */
@Timeout(120)
class TooEarlyTest {
    private static final Pki PKI = Pki.root("authority");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FastOpenSockets sockets = FastOpenSockets.best();
    private final TlsService tls = TlsService.best();

    @Test
    void whoIsTooEarlyAsksAgain() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (FastOpenListener listener = sockets.listen(ListenRequest.on(any));
                TlsServer server = tls.server()
                        .identity(PKI.server("localhost"))
                        .earlyData(16_384)
                        .build();
                TlsClient client = tls.client()
                        .trust(PKI.trust())
                        .earlyData(EarlyDataPolicy.httpGet())
                        .build()) {
            Background<Boolean> serving = Background.run(() -> serve(listener, server, 3));
            Fetch fetch = Fetch.secure(sockets, client, request(listener), true);

            FetchReport first = fetch.run(OutputStream.nullOutputStream());
            FetchReport second = fetch.run(OutputStream.nullOutputStream());

            assertEquals(200, first.status());
            assertFalse(first.askedAgain());
            assertEquals(200, second.status(), "and not 425");
            assertTrue(second.askedAgain());
            assertEquals(EarlyData.NONE, second.handshake().orElseThrow().earlyData());
            assertTrue(serving.result(LIMIT));
        }
    }

    private static FetchRequest request(FastOpenListener listener) {
        int port = listener.localAddress().getPort();
        HostPort peer = new HostPort("127.0.0.1", port);
        return new FetchRequest(Target.parse("https://localhost:" + port + "/"), Optional.of(peer), LIMIT, List.of());
    }

    private static void serve(FastOpenListener listener, TlsServer server, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            answer(server.accept(listener.accept()));
        }
    }

    private static void answer(TlsConnection accepted) throws IOException {
        try (TlsConnection connection = accepted) {
            connection.readTimeout(LIMIT);
            connection.read(ByteBuffer.allocate(4096));
            String status = connection.early() ? "425 Too Early" : "200 OK";
            String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}

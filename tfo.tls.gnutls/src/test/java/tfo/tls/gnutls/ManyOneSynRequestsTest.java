package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.linux.LinuxSockets;
import tfo.testkit.Background;
import tfo.testkit.Descriptors;
import tfo.testkit.peer.Addresses;
import tfo.testkit.tls.Pki;

/** One connection after the other, each with a session that the one before brought; {@code bench requests} judges memory. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyOneSynRequestsTest {
    private static final Pki PKI = Pki.root("authority");
    private static final int ROUNDS = Integer.getInteger("tfo.rounds", 1_000);

    private static final int MORE_DESCRIPTORS = 8;

    private final FastOpenSockets sockets = new LinuxSockets();
    private final AtomicInteger early = new AtomicInteger();

    @Test
    void theyAllTravelInTheSynAndAreTakenEarly() throws Exception {
        InetAddress at = Addresses.fresh();
        GnuTlsService tls = new GnuTlsService();
        try (FastOpenListener listener = sockets.listen(ListenRequest.on(new InetSocketAddress(at, 0)));
                TlsServer server = tls.server()
                        .identity(PKI.server("server.test"))
                        .earlyData(16_384)
                        .build();
                TlsClient client = tls.client().trust(PKI.trust()).build()) {
            Background<Boolean> serving = Background.run(() -> serve(listener, server));
            ConnectRequest request = ConnectRequest.to(listener.localAddress());
            ask(client, request);
            ask(client, request);
            early.set(0);
            int accepted = 0;
            int inSyn = 0;

            int descriptors = 0;
            for (int i = 0; i < ROUNDS; i++) {
                descriptors = i == ROUNDS / 10 ? Descriptors.open() : descriptors;
                try (TlsConnection connection = ask(client, request)) {
                    accepted += connection.handshake().earlyData() == EarlyData.ACCEPTED ? 1 : 0;
                    inSyn += connection.underneath().orElseThrow().report().acknowledged() ? 1 : 0;
                }
            }

            serving.result();
            assertTrue(accepted >= ROUNDS * 0.99, accepted + " of " + ROUNDS + " accepted");
            assertTrue(inSyn >= ROUNDS * 0.99, inSyn + " of " + ROUNDS + " in the SYN");
            assertEquals(accepted, early.get(), "as the server has it");
            Descriptors.assertAtMost(descriptors + MORE_DESCRIPTORS);
        }
    }

    private TlsConnection ask(TlsClient client, ConnectRequest request) throws IOException {
        TlsConnection connection = client.dial(request)
                .serverName("server.test")
                .earlyData(ByteBuffer.wrap(new byte[] {'?'}))
                .connect(sockets);
        assertEquals(1, connection.read(ByteBuffer.allocate(2)));
        connection.close();
        return connection;
    }

    private void serve(FastOpenListener listener, TlsServer server) throws IOException {
        for (int i = 0; i < ROUNDS + 2; i++) {
            try (TlsConnection connection = server.accept(listener.accept())) {
                ByteBuffer word = ByteBuffer.allocate(2);
                connection.read(word);
                early.addAndGet(connection.early() ? 1 : 0);
                connection.write(word.flip());
            }
        }
    }
}

package tfo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.Trust;

/**
 * This library's TLS by GnuTLS, over its sockets. The peer is a {@link SecureEchoServer}.
 *
 * @param client with sessions of its own
 * @param early whether the request goes as early data
 */
record GnuTlsWay(TlsClient client, boolean early, FastOpenSockets sockets, FastOpenPolicy policy) implements Way {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SESSIONS = 16;

    static GnuTlsWay of(Handshake handshake, FastOpenSockets sockets, FastOpenPolicy policy) throws IOException {
        TlsClient client = Providers.gnutls()
                .client()
                .trust(Trust.certificates(Certificate.identity().chain()))
                .sessions(handshake == Handshake.FULL ? SessionStore.none() : SessionStore.inMemory(SESSIONS))
                .build();
        return new GnuTlsWay(client, handshake == Handshake.EARLY, sockets, policy);
    }

    @Override
    public Dialog open(InetSocketAddress remote, ByteBuffer request) throws IOException {
        TlsDial dial = client.dial(ConnectRequest.to(remote).policy(policy))
                .serverName(Certificate.HOST)
                .timeout(PATIENCE);
        TlsConnection connection = (early ? dial.earlyData(request) : dial).connect(sockets);
        try {
            if (!early) {
                connection.write(request.duplicate());
            }
            return new TlsDialog(connection);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** How a connection begins. */
    enum Handshake {
        /** Without a session. */
        FULL,
        /** With one. */
        RESUMED,
        /** With one and the request as early data. */
        EARLY
    }
}

package tfo.bench;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Function;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.Trust;

/** The ways to open a connection by TLS and send a request; each has sessions of its own. The peer is a {@link SecureEchoServer}. */
final class SecureWay {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SESSIONS = 16;

    private SecureWay() {}

    /** The JDK's TLS over its socket. */
    static Way jdk(boolean resuming) throws IOException, GeneralSecurityException {
        return jdk(resuming, SocketFactory.getDefault(), socket -> Way.NONE);
    }

    /** The JDK's TLS over the socket of a provider's factory. */
    static Way jdk(boolean resuming, FastOpenSockets provider) throws IOException, GeneralSecurityException {
        return jdk(resuming, provider.socketFactory(), provider::report);
    }

    private static Way jdk(boolean resuming, SocketFactory factory, Function<Socket, FastOpenReport> report)
            throws IOException, GeneralSecurityException {
        JdkTls tls = JdkTls.create();
        return (remote, request) -> {
            Socket socket = factory.createSocket();
            try {
                // As the JDK's own HTTP clients have it, or the request would wait until the Finished before it is
                // acknowledged.
                socket.setTcpNoDelay(true);
                socket.connect(remote);
                SSLSocket layered = tls.over(socket);
                layered.getOutputStream()
                        .write(request.array(), request.arrayOffset() + request.position(), request.remaining());
                return new JdkTlsDialog(tls, resuming, layered, report.apply(socket));
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        };
    }

    /** This library's TLS by GnuTLS, over its sockets. */
    static Way gnutls(Handshake handshake, FastOpenSockets sockets, FastOpenPolicy policy) throws IOException {
        boolean early = handshake == Handshake.EARLY;
        TlsClient client = Providers.gnutls()
                .client()
                .trust(Trust.certificates(Certificate.identity().chain()))
                .sessions(handshake == Handshake.FULL ? SessionStore.none() : SessionStore.inMemory(SESSIONS))
                .build();
        return (remote, request) -> {
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
        };
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

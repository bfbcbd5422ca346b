package tfo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.lab.foreign.JdkTls;

/**
 * The JDK's TLS, layered over a socket. The peer is a {@link SecureEchoServer}.
 *
 * @param tls with sessions of its own
 * @param resuming whether they are kept for the next connection
 * @param factory of the sockets
 * @param report what there is to say of one
 */
record JdkTlsWay(JdkTls tls, boolean resuming, SocketFactory factory, Function<Socket, FastOpenReport> report)
        implements Way {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Over the JDK's socket. */
    static JdkTlsWay of(boolean resuming) throws IOException {
        return new JdkTlsWay(client(), resuming, SocketFactory.getDefault(), socket -> Way.NONE);
    }

    /** Over the socket of a provider's factory. */
    static JdkTlsWay of(boolean resuming, FastOpenSockets provider) throws IOException {
        return new JdkTlsWay(client(), resuming, provider.socketFactory(), provider::report);
    }

    private static JdkTls client() throws IOException {
        return JdkTls.trusting(Certificate.identity().chain().get(0));
    }

    @Override
    public Dialog open(InetSocketAddress remote, ByteBuffer request) throws IOException {
        Socket socket = factory.createSocket();
        SSLSocket layered = tls.connect(socket, remote, Certificate.HOST, PATIENCE);
        try {
            layered.getOutputStream()
                    .write(request.array(), request.arrayOffset() + request.position(), request.remaining());
            return new JdkTlsDialog(tls, resuming, layered, report.apply(socket));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}

package tfo.testkit.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** A server by the JDK's own TLS. */
final class JdkServer implements Closeable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final ServerSocket listener;
    private final SSLContext context;
    private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();
    private volatile Consumer<SSLSocket> settings = socket -> {};

    private JdkServer(ServerSocket listener, SSLContext context) {
        this.listener = listener;
        this.context = context;
    }

    /** Listens on a port of this address. */
    static JdkServer on(InetAddress address, SSLContext context) throws IOException {
        ServerSocket listener = new ServerSocket(0, 512, address);
        listener.setSoTimeout(PATIENCE_MILLIS);
        return new JdkServer(listener, context);
    }

    JdkServer speaking(TlsVersion version) {
        return with(socket -> socket.setEnabledProtocols(new String[] {version.standardName()}));
    }

    /** Knows these application protocols, most wanted first. */
    JdkServer alpn(String... protocols) {
        return with(socket -> {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            socket.setSSLParameters(parameters);
        });
    }

    /** A second port of the same context and settings. */
    JdkServer twin() throws IOException {
        return on(listener.getInetAddress(), context).with(settings);
    }

    /** Sets something more of the connections that are accepted from now on. */
    JdkServer with(Consumer<SSLSocket> more) {
        settings = settings.andThen(more);
        return this;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Accepts the next connection and does its handshake, in the background. */
    Background<SSLSocket> next() {
        return Background.start(() -> {
            SSLSocket socket = secured(plain());
            socket.startHandshake();
            return socket;
        });
    }

    /** Accepts the next connection without a handshake. */
    Socket plain() throws IOException {
        Socket socket = listener.accept();
        accepted.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** The server's side of TLS over this connection, before the handshake. */
    SSLSocket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        settings.accept(secured);
        return secured;
    }

    /** Sends back what comes over the next connection. */
    void echo() {
        Background.run(() -> JdkTalk.echo(next().result()));
    }

    /** Closes the port and the connections. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}

package tfo.testkit.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.testkit.Background;

/** A port at which a server under test accepts. */
final class Reception implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FastOpenListener listener;
    private final TlsServer server;

    private Reception(FastOpenListener listener, TlsServer server) {
        this.listener = listener;
        this.server = server;
    }

    static Reception on(InetAddress address, FastOpenSockets sockets, TlsServer server) throws IOException {
        return new Reception(sockets.listen(ListenRequest.on(new InetSocketAddress(address, 0))), server);
    }

    InetSocketAddress address() {
        return listener.localAddress();
    }

    /** Accepts the next connection and does its handshake, in the background. */
    Background<TlsConnection> next() {
        return next(server);
    }

    /** The same by another server. */
    Background<TlsConnection> next(TlsServer other) {
        return Background.start(() -> {
            TlsConnection connection = other.accept(plain());
            connection.readTimeout(PATIENCE);
            return connection;
        });
    }

    /** Accepts the next connection without a handshake. */
    FastOpenConnection plain() throws IOException {
        return listener.accept(PATIENCE);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

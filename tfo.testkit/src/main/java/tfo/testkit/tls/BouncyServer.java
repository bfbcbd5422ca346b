package tfo.testkit.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsServerProtocol;
import tfo.api.tls.Identity;
import tfo.testkit.Background;

/** A server by Bouncy Castle's TLS, for what the JDK's does not do: it staples what it is told to, and speaks versions of old. */
final class BouncyServer implements Closeable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final ServerSocket listener;
    private final Identity identity;
    private final ProtocolVersion version;

    private BouncyServer(ServerSocket listener, Identity identity, ProtocolVersion version) {
        this.listener = listener;
        this.identity = identity;
        this.version = version;
    }

    /** Listens on a port of this address, speaks this version, and shows this identity and its staple. */
    static BouncyServer on(InetAddress address, Identity identity, ProtocolVersion version) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, address);
        listener.setSoTimeout(PATIENCE_MILLIS);
        return new BouncyServer(listener, identity, version);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Accepts the next connection, does its handshake and sends back what comes until the end, in the background. */
    Background<Boolean> echo() {
        return Background.run(() -> {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                TlsServerProtocol tls = new TlsServerProtocol(socket.getInputStream(), socket.getOutputStream());
                tls.accept(new BouncyIdentity(identity, version));
                tls.getInputStream().transferTo(tls.getOutputStream());
                tls.close();
            }
        });
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

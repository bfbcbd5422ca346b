package tfo.cli.serve;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.TlsServer;

/** What accepted connections are put into before they are served: TLS, or nothing. Safe for use by any thread. */
public final class Security implements Closeable {
    private final Optional<TlsServer> server;

    private Security(Optional<TlsServer> server) {
        this.server = server;
    }

    /** Nothing. */
    public static Security none() {
        return new Security(Optional.empty());
    }

    /** TLS by this server, which {@link #close} closes. */
    public static Security tls(TlsServer server) {
        return new Security(Optional.of(server));
    }

    /** Does the handshake, if there is to be one. The connection then belongs to the line; if this fails, it is closed. */
    Line line(FastOpenConnection connection) throws IOException {
        return server.isPresent() ? new Line.Secure(server.get().accept(connection)) : new Line.Plain(connection);
    }

    @Override
    public void close() {
        server.ifPresent(TlsServer::close);
    }
}

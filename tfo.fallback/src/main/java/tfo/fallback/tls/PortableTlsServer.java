package tfo.fallback.tls;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsServer;

/** Makes an engine for each client. */
final class PortableTlsServer implements TlsServer {
    private final ServerContexts contexts;
    private final Settings.Snapshot settings;
    private final ClientAuthentication clients;
    private final FullHandshakes handshakes;
    private volatile boolean closed;

    PortableTlsServer(
            ServerContexts contexts,
            Settings.Snapshot settings,
            ClientAuthentication clients,
            FullHandshakes handshakes) {
        this.contexts = contexts;
        this.settings = settings;
        this.clients = clients;
        this.handshakes = handshakes;
    }

    @Override
    public TlsConnection accept(FastOpenConnection connection) throws IOException {
        return handshake(connection).over(connection, TimeLimit.of(settings.handshakeTimeout()));
    }

    @Override
    public TlsConnection accept(ByteChannel channel) throws IOException {
        return handshake(channel).over(channel, TimeLimit.of(settings.handshakeTimeout()));
    }

    private Handshake handshake(Closeable owner) throws IOException {
        checkOpen();
        try {
            return handshake();
        } catch (Throwable e) {
            owner.close();
            throw e;
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the server is closed");
        }
    }

    @Override
    public TlsEngine engine() {
        checkOpen();
        try {
            return new PortableTlsEngine(handshake());
        } catch (TlsException e) {
            throw new IllegalStateException(e);
        }
    }

    private Handshake handshake() throws TlsException {
        SSLEngine engine = contexts.context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = settings.parameters();
        switch (clients) {
            case WANTED -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
            case NONE -> parameters.setNeedClientAuth(false);
        }
        engine.setSSLParameters(parameters);
        return new Handshake(
                engine, "a client", settings.truncationAllowed(), () -> agreement(engine), FirstWords.none());
    }

    private Agreement agreement(SSLEngine engine) {
        boolean resumed = !handshakes.wasAt(engine);
        return Agreement.of(
                engine, resumed, "the client offered no session that this server remembers", FirstWords.none());
    }

    @Override
    public void close() {
        closed = true;
    }
}

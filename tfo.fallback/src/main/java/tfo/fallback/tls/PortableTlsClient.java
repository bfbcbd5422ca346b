package tfo.fallback.tls;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.SessionKey;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsDial;

/** One SSLContext, whose session cache is the client's own: its trust, its protocols and its identity never change. */
final class PortableTlsClient implements TlsClient {
    private static final int SESSIONS = 1000;
    // JSSE neither keeps nor finds a session of a peer without a port.
    private static final int NO_PORT = -1;

    private final SSLContext context;
    private final Settings.Snapshot settings;
    private final boolean checksNames;
    private final boolean resumption;
    private final FullHandshakes handshakes;
    private final String digest;

    /** Servers that were shaken hands with, to say why there was no session to resume. */
    private final Set<String> known = Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));

    private volatile boolean closed;

    PortableTlsClient(
            SSLContext context,
            Settings.Snapshot settings,
            boolean checksNames,
            boolean resumption,
            FullHandshakes handshakes,
            String digest) {
        this.context = context;
        this.settings = settings;
        this.checksNames = checksNames;
        this.resumption = resumption;
        this.handshakes = handshakes;
        this.digest = digest;
        context.getClientSessionContext().setSessionCacheSize(SESSIONS);
    }

    @Override
    public TlsDial dial(ConnectRequest request) {
        checkOpen();
        if (request.firstFlight().hasRemaining()) {
            throw new IllegalArgumentException("the first flight is the ClientHello; the request has one of its own");
        }
        return new PortableDial(this, request);
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
    }

    @Override
    public SessionKey sessionKey(String host, int port) {
        return new SessionKey(HostNames.normal(host), port, digest);
    }

    Settings.Snapshot settings() {
        return settings;
    }

    /**
     * A new engine. JSSE keeps sessions by the host and port it is given here, so that is the name the certificate is verified
     * against, wherever the connection may go to.
     */
    SSLEngine engine(String host, int port, boolean resumable) {
        SSLEngine engine = context.createSSLEngine(host, resumable && resumption ? port : NO_PORT);
        engine.setUseClientMode(true);
        SSLParameters parameters = settings.parameters();
        parameters.setServerNames(HostNames.indication(host).map(List::of).orElse(List.of()));
        if (checksNames) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** What the engine's finished handshake has come to. */
    Agreement agreement(SSLEngine engine, String whyNot, FirstWords words) {
        boolean resumed = !handshakes.wasAt(engine);
        String server = engine.getPeerHost() + ":" + engine.getPeerPort();
        boolean first = engine.getPeerPort() != NO_PORT && known.add(server);
        String reason = !whyNot.isEmpty() ? whyNot : reason(server, first);
        return Agreement.of(engine, resumed, reason, words);
    }

    private String reason(String server, boolean first) {
        if (!resumption) {
            return "the client keeps no sessions";
        }
        return first
                ? "no session of " + server + " in this client's memory"
                : "no session of " + server + " left in this client's memory, or the server did not take it";
    }

    @Override
    public void close() {
        closed = true;
    }

    /** As many as JSSE keeps sessions. */
    private static final class Recent extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > SESSIONS;
        }
    }
}

package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.SessionData;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsVersion;
import tfo.api.tls.Trust;
import tfo.tls.gnutls.library.Constants;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Transport;
import tfo.tls.gnutls.transport.Transports;

/** The server's half. */
final class Server implements TlsServer {
    private static final int TICKET_KEY = 64;
    private static final int LIBRARY_COUNT = 2;

    private final Library library;
    private final ServerCredentials credentials;
    private final Algorithms algorithms;
    private final List<String> alpn;
    private final Duration handshakeTimeout;
    private final boolean truncationAllowed;
    private final ServerBuilder wanted;
    private final ClientAuthentication clients;
    private final Set<String> pins;
    private final byte[] ticketKey;
    private final int ticketLifetime;
    private final int ticketCount;

    /** Null if no early data is taken. */
    private final @Nullable AntiReplay antiReplay;

    private Server(
            ServerBuilder builder,
            ServerCredentials credentials,
            Algorithms algorithms,
            @Nullable AntiReplay antiReplay) {
        this.library = builder.library;
        this.antiReplay = antiReplay;
        this.credentials = credentials;
        this.algorithms = algorithms;
        this.alpn = builder.settings.alpn;
        this.handshakeTimeout = builder.settings.handshakeTimeout;
        this.truncationAllowed = builder.settings.truncationAllowed;
        this.wanted = builder;
        this.clients = builder.clients;
        this.pins = builder.trust == null ? Set.of() : builder.trust.pins();
        this.ticketKey = builder.ticketKey == null ? randomKey() : builder.ticketKey.clone();
        this.ticketLifetime = (int) builder.ticketLifetime.toSeconds();
        this.ticketCount = builder.ticketCount;
    }

    static Server of(ServerBuilder builder) throws TlsException {
        Algorithms algorithms = Algorithms.of(builder.library.gnutls(), builder.settings);
        try {
            Trust trust = builder.clients == ClientAuthentication.NONE ? null : builder.trust;
            ServerCredentials credentials = new ServerCredentials(builder.library.gnutls(), trust, builder.identities);
            return new Server(builder, credentials, algorithms, AntiReplay.of(builder));
        } catch (TlsException | RuntimeException e) {
            algorithms.close();
            throw e;
        }
    }

    private static byte[] randomKey() {
        byte[] key = new byte[TICKET_KEY];
        new SecureRandom().nextBytes(key);
        return key;
    }

    @Override
    public TlsConnection accept(FastOpenConnection connection) throws IOException {
        return Closing.onFailure(connection, () -> {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            String peer = String.valueOf(connection.channel().getRemoteAddress());
            if (antiReplay != null) {
                return admission(new Side(peer))
                        .over(conduit -> library.transports().through(conduit, connection), connection);
            }
            return accepted(pair -> library.transports().over(connection, pair), connection, new Side(peer));
        });
    }

    @Override
    public TlsConnection accept(ByteChannel channel) throws IOException {
        Side side = new Side("a client");
        return Closing.onFailure(
                channel,
                () -> antiReplay != null
                        ? admission(side).over(conduit -> library.transports().through(conduit, channel), null)
                        : accepted(pair -> library.transports().over(channel, pair), null, side));
    }

    private Admission admission(Side side) throws IOException {
        return new Admission(library, session(antiReplay), side, Deadline.in(handshakeTimeout), wanted.earlyData);
    }

    private TlsConnection accepted(Carrier carrier, @Nullable FastOpenConnection underneath, Side side)
            throws IOException {
        Session session = session(null);
        return new Opening(library, session, side, Deadline.in(handshakeTimeout)).over(carrier, underneath);
    }

    @Override
    public TlsEngine engine() {
        try {
            Session session = session(null);
            return Engine.of(library, session, new Side("a client"));
        } catch (IOException e) {
            throw new IllegalStateException("no engine: " + e.getMessage(), e);
        }
    }

    private Session session(@Nullable AntiReplay early) throws TlsException {
        int flags = Constants.GNUTLS_SERVER
                | (early == null ? 0 : Constants.GNUTLS_ENABLE_EARLY_DATA)
                | (ticketCount == 0 ? Constants.GNUTLS_NO_TICKETS : 0)
                | (ticketCount == LIBRARY_COUNT ? 0 : Constants.GNUTLS_NO_AUTO_SEND_TICKET);
        Session session = new Session(library, flags, credentials.all());
        try {
            session.algorithms(algorithms, Groups.ALL);
            session.alpn(alpn, true);
            session.askForCertificate(clients);
            if (credentials.differ()) {
                session.choose(credentials::naming);
            }
            session.keyLog(wanted.settings.keyLog);
            if (ticketCount > 0) {
                session.acceptTickets(ticketKey, ticketLifetime);
            }
            if (early != null) {
                session.takeEarlyData(early, wanted.earlyData);
            }
            return session;
        } catch (TlsException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (antiReplay != null) {
            antiReplay.close();
        }
        credentials.close();
        algorithms.close();
        Arrays.fill(ticketKey, (byte) 0);
    }

    /** One connection of this server. */
    private final class Side implements Party {
        private final String peer;

        Side(String peer) {
            this.peer = peer;
        }

        @Override
        public String peer() {
            return peer;
        }

        @Override
        public Set<String> pins() {
            return pins;
        }

        // Of a resumed session, too: its ticket may be from a server that believed others.
        @Override
        public void judge(Session session, List<X509Certificate> chain) throws IOException {
            if (clients == ClientAuthentication.NONE || (chain.isEmpty() && clients == ClientAuthentication.WANTED)) {
                return;
            }
            int findings = session.verifyClient();
            if (findings != 0) {
                throw new TlsException(Reason.UNTRUSTED_PEER, "CERTIFICATE", peer + ": " + session.words(findings));
            }
        }

        @Override
        public void concluded(Session session) throws IOException {
            if (ticketCount > 0
                    && ticketCount != LIBRARY_COUNT
                    && session.agreed().version() == TlsVersion.TLS_1_3) {
                int code = session.sendTickets(ticketCount);
                // What the network has no room for now is a ticket less.
                if (code < 0 && code != GnuTlsCode.GNUTLS_E_AGAIN) {
                    throw session.failure(code, "send tickets to " + peer);
                }
            }
        }

        @Override
        public String serverName(Session session) {
            return session.agreed().serverName();
        }

        @Override
        public String whyFull() {
            return "the client offered no session, or none that this server knows";
        }

        @Override
        public Optional<SessionData> session(Session session, byte[] data) {
            return Optional.empty();
        }

        @Override
        public void deliver(SessionData session) {
            session.destroy();
        }

        @Override
        public boolean truncationAllowed() {
            return truncationAllowed;
        }
    }

    /** Makes the transport of a connection. */
    interface Carrier {
        Transport over(Transports.Staging pair) throws IOException;
    }
}

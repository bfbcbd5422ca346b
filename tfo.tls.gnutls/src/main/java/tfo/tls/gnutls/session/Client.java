package tfo.tls.gnutls.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.EarlyDataPolicy;
import tfo.api.tls.Identity;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TicketListener;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsTransport;
import tfo.api.tls.Trust;
import tfo.tls.gnutls.library.Constants;
import tfo.tls.gnutls.library.Handle;

/** Everything that many connections of a client share. */
final class Client implements TlsClient {
    private static final System.Logger LOG = System.getLogger("tfo.tls.gnutls");

    final Library library;
    final List<String> alpn;
    final Duration handshakeTimeout;
    final boolean truncationAllowed;
    final boolean verifies;
    final boolean stapleRequired;
    private final SessionStore store;
    private final TicketListener listener;
    final TlsTransport transport;
    final EarlyDataPolicy earlyData;
    final Set<String> pins;
    private final Settings settings;
    private final Handle credentials;
    private final Algorithms algorithms;
    private final boolean listens;
    private final boolean anyHostName;
    private final SessionDigest digest;
    private final GroupMemory groups = new GroupMemory();

    /** The last one that was asked for. */
    private volatile @Nullable Target target;

    private Client(ClientBuilder builder, Handle credentials, Algorithms algorithms) throws TlsException {
        this.library = builder.library;
        this.settings = builder.settings;
        this.alpn = settings.alpn;
        this.handshakeTimeout = settings.handshakeTimeout;
        this.truncationAllowed = settings.truncationAllowed;
        this.stapleRequired = builder.stapleRequired;
        this.store = builder.store();
        this.listener = builder.listener;
        this.transport = builder.transport;
        this.earlyData = builder.earlyData;
        this.listens = builder.listener != ClientBuilder.DEAF;
        this.pins = builder.trust.pins();
        this.credentials = credentials;
        this.algorithms = algorithms;
        this.verifies = !builder.trustAnyone;
        this.anyHostName = builder.anyHostName;
        this.digest = SessionDigest.of(builder, algorithms.describe());
    }

    static Client of(ClientBuilder builder) throws TlsException {
        Algorithms algorithms = Algorithms.of(builder.library.gnutls(), builder.settings);
        try {
            Trust trust = builder.trustAnyone ? null : builder.trust;
            List<Identity> identities = builder.identity == null ? List.of() : List.of(builder.identity);
            Handle credentials = Credentials.of(builder.library.gnutls(), trust, identities);
            return new Client(builder, credentials, algorithms);
        } catch (TlsException | RuntimeException e) {
            algorithms.close();
            throw e;
        }
    }

    @Override
    public TlsDial dial(ConnectRequest request) {
        if (request.firstFlight().hasRemaining()) {
            throw new IllegalArgumentException("the first flight of a TLS dial is the ClientHello");
        }
        requireOpen();
        InetSocketAddress remote = request.remote();
        return new Dial(this, request, target(remote.getHostString(), remote.getPort()).name);
    }

    void requireOpen() {
        if (credentials.isClosed()) {
            throw new IllegalStateException("the client is closed");
        }
    }

    @Override
    public SessionKey sessionKey(String host, int port) {
        return key(HostName.of(host), port);
    }

    SessionKey key(HostName host, int port) {
        Target last = target;
        if (last != null && last.name.equals(host) && last.port == port) {
            return last.key;
        }
        return new SessionKey(host.text(), port, digest.with(host.indication()));
    }

    private Target target(String host, int port) {
        Target last = target;
        if (last != null && last.host.equals(host) && last.port == port) {
            return last;
        }
        HostName name = HostName.of(host);
        Target next = new Target(host, port, name, key(name, port));
        target = next;
        return next;
    }

    /** A host as it was asked for, and what that comes to. */
    private record Target(String host, int port, HostName name, SessionKey key) {}

    // The store is the user's code, and a session is a gain, not a duty.
    SessionOffer stored(SessionKey key) {
        try {
            return store.take(key);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a SessionStore failed", e);
            return SessionOffer.refused(SessionRefusal.UNREADABLE, "the session store failed: " + e);
        }
    }

    /** Gives a session that has come to the listener, or else to the store. */
    void keep(SessionData session) {
        try {
            if (!wantedByListener(session)) {
                store.put(session);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a SessionStore failed", e);
            session.destroy();
        }
    }

    private boolean wantedByListener(SessionData session) {
        try {
            return listener.onTicket(session);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a TicketListener failed", e);
            return false;
        }
    }

    GroupMemory groups() {
        return groups;
    }

    /** A session that asks for this host, and offers these groups. */
    Session session(HostName host, Groups offered) throws TlsException {
        requireOpen();
        int flags = Constants.GNUTLS_CLIENT | (offered.oneShare() ? Constants.GNUTLS_KEY_SHARE_TOP : 0);
        Session session = new Session(library, flags, credentials);
        try {
            session.algorithms(algorithms, offered);
            session.alpn(alpn, false);
            if (!host.literal()) {
                session.askFor(host.text());
            }
            if (verifies) {
                session.verifyServer(anyHostName ? null : host.text());
            }
            session.keyLog(settings.keyLog);
            session.collectTickets();
            return session;
        } catch (TlsException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Why no early data travels from here, whatever the session; empty if some may. */
    Optional<String> whyNotEarly() {
        if (transport == TlsTransport.BUILTIN) {
            return Optional.of("the BUILTIN transport carries no early data");
        }
        return library.earlyDataIsUseful()
                ? Optional.empty()
                : Optional.of(library.version() + " sends early data after the ServerHello only; 3.7.2 does better");
    }

    /** Whether somebody keeps the sessions that arrive. */
    boolean wantsTickets() {
        return store != SessionStore.none() || listens;
    }

    @Override
    public void close() {
        credentials.close();
        algorithms.close();
    }
}

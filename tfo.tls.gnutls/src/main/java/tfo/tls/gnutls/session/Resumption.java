package tfo.tls.gnutls.session;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.tls.gnutls.store.StoredSession;

/** The client's side of one connection: which session it resumes, and what becomes of those that it gets. */
final class Resumption implements Party {
    private static final String SERVER_DECLINED = "the server did not resume the session";

    private final Client client;
    private final HostName host;
    private final SessionKey key;
    private final @Nullable SessionData wanted;
    private String whyFull = SERVER_DECLINED;

    Resumption(Client client, HostName host, int port, @Nullable SessionData wanted) {
        this.client = client;
        this.host = host;
        this.key = client.key(host, port);
        this.wanted = wanted;
    }

    /** A session of the library that asks for the host, and resumes a session if there is one that serves. */
    Session session() throws TlsException {
        StoredSession stored = candidate();
        byte @Nullable [] verified = stored == null ? null : spend(stored);
        if (stored == null || verified == null) {
            return full();
        }
        Session session = client.session(host, Groups.only(stored.group()));
        try {
            if (session.resume(verified)) {
                return session;
            }
        } finally {
            Arrays.fill(verified, (byte) 0);
        }
        // It kept a part of what it refused.
        session.close();
        whyFull = "the library refused the session";
        return full();
    }

    private Session full() throws TlsException {
        String group = client.groups().of(key);
        return client.session(host, group == null ? Groups.ALL : Groups.first(group));
    }

    private @Nullable StoredSession candidate() {
        SessionOffer offer = wanted == null ? client.store.take(key) : SessionOffer.of(wanted);
        whyFull = offer.detail();
        SessionData session = offer.session().orElse(null);
        if (session == null) {
            return null;
        }
        whyFull = whyNot(session, Instant.now());
        return whyFull.isEmpty() && session instanceof StoredSession stored ? stored : null;
    }

    // A session that is past its time, or from the future, would be dropped by the library after it had promised early
    // data.
    private String whyNot(SessionData session, Instant now) {
        if (!(session instanceof StoredSession stored)) {
            return "the session is of another provider";
        }
        if (!stored.library().equals(client.library.version())) {
            return "the session is of " + stored.library() + ", this is " + client.library.version();
        }
        if (!stored.key().equals(key)) {
            return "the session is for " + stored.key().host() + ":"
                    + stored.key().port() + ", or was made under other settings";
        }
        if (stored.isDestroyed()) {
            return "the session has been used or destroyed";
        }
        if (stored.issued().isAfter(now)) {
            return "the session is from the future: a clock was stepped back";
        }
        return stored.expires().isAfter(now) ? "" : "the session expired at " + stored.expires();
    }

    private byte @Nullable [] spend(StoredSession stored) {
        try {
            byte[] verified = stored.spend();
            whyFull = SERVER_DECLINED;
            return verified;
        } catch (IllegalStateException e) {
            // Another thread was faster.
            whyFull = "the session has been used or destroyed";
            return null;
        }
    }

    @Override
    public String peer() {
        return key.host() + ":" + key.port();
    }

    @Override
    public Set<String> pins() {
        return client.pins;
    }

    @Override
    public void judge(Session session, List<X509Certificate> chain) throws IOException {
        if (!client.verifies || session.agreed().resumed()) {
            return;
        }
        Staple staple = session.staple();
        if (staple == Staple.BAD || (client.stapleRequired && staple != Staple.GOOD)) {
            throw new TlsException(
                    Reason.UNTRUSTED_PEER,
                    "OCSP",
                    peer() + ": the server stapled " + (staple == Staple.BAD ? "a bad" : "no") + " OCSP response");
        }
    }

    @Override
    public void concluded(Session session) {
        if (!session.agreed().resumed()) {
            client.groups().remember(key, session.agreed().group());
        }
    }

    @Override
    public String serverName(Session session) {
        return host.indication();
    }

    @Override
    public String whyFull() {
        return whyFull;
    }

    @Override
    public Optional<SessionData> session(Session session, byte[] data) {
        return StoredSessions.of(key, session, client.library.version(), data);
    }

    @Override
    public void deliver(SessionData session) {
        if (!kept(session)) {
            client.store.put(session);
        }
    }

    private boolean kept(SessionData session) {
        try {
            return client.listener.onTicket(session);
        } catch (RuntimeException e) {
            System.getLogger("tfo.tls.gnutls").log(System.Logger.Level.WARNING, "a TicketListener failed", e);
            return false;
        }
    }

    @Override
    public boolean truncationAllowed() {
        return client.truncationAllowed;
    }
}

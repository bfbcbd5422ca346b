package tfo.tls.gnutls.session;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.TlsVersion;
import tfo.tls.gnutls.store.StoredSession;

/** The session that a connection is to resume, which nobody else can have any more; or why there is none. For one thread. */
final class Candidate {
    private final @Nullable StoredSession session;
    private final byte[] verified;
    private final String whyNot;

    private Candidate(@Nullable StoredSession session, byte[] verified, String whyNot) {
        this.session = session;
        this.verified = verified;
        this.whyNot = whyNot;
    }

    /** None, for this reason. */
    static Candidate none(String whyNot) {
        return new Candidate(null, new byte[0], whyNot);
    }

    /** Spends the session that is offered if it serves for this key and library. */
    static Candidate of(SessionOffer offer, SessionKey key, String library) {
        SessionData session = offer.session().orElse(null);
        if (session == null) {
            return none(offer.detail());
        }
        String whyNot = whyNot(session, key, library, Instant.now());
        if (!whyNot.isEmpty() || !(session instanceof StoredSession stored)) {
            return none(whyNot);
        }
        try {
            return new Candidate(stored, stored.spend(), "");
        } catch (IllegalStateException e) {
            // Another thread was faster.
            return none("the session has been used or destroyed");
        }
    }

    // A session that is past its time, or from the future, would be dropped by the library after it had promised early
    // data.
    private static String whyNot(SessionData session, SessionKey key, String library, Instant now) {
        if (!(session instanceof StoredSession stored)) {
            return "the session is of another provider";
        }
        if (!stored.library().equals(library)) {
            return "the session is of " + stored.library() + ", this is " + library;
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

    /** Whether there is one. */
    boolean isThere() {
        return session != null;
    }

    /** Why there is none; empty if there is one. */
    String whyNot() {
        return whyNot;
    }

    /** Why no early data can go with it; empty if some can. */
    String whyNotEarly() {
        if (session == null) {
            return whyNot;
        }
        if (session.version() != TlsVersion.TLS_1_3) {
            return "a session of " + session.version().standardName() + " allows no early data";
        }
        return session.maxEarlyData() == 0 ? "the server promised to take no early data" : "";
    }

    /** How much early data the server promised to take. */
    long maxEarlyData() {
        return session == null ? 0 : session.maxEarlyData();
    }

    /** The group of its key exchange; empty with none. */
    String group() {
        return session == null ? "" : session.group();
    }

    /** Gives it to a session of the library; returns whether the library takes it. */
    boolean resumeIn(Session fresh) {
        return fresh.resume(verified);
    }

    /** Wipes the secret. A second call does nothing. */
    void wipe() {
        Arrays.fill(verified, (byte) 0);
    }
}

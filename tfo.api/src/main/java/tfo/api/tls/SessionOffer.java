package tfo.api.tls;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session to resume, or why there is none. Immutable. */
public final class SessionOffer {
    private final @Nullable SessionData session;
    private final @Nullable SessionRefusal refusal;
    private final String detail;

    private SessionOffer(@Nullable SessionData session, @Nullable SessionRefusal refusal, String detail) {
        this.session = session;
        this.refusal = refusal;
        this.detail = detail;
    }

    /** This session. */
    public static SessionOffer of(SessionData session) {
        return new SessionOffer(Objects.requireNonNull(session, "session"), null, "");
    }

    /**
     * None, for this reason.
     *
     * @param detail the reason in words fit for a log line
     */
    public static SessionOffer refused(SessionRefusal refusal, String detail) {
        Objects.requireNonNull(detail, "detail");
        return new SessionOffer(null, Objects.requireNonNull(refusal, "refusal"), detail);
    }

    /** The session; empty if there is none. */
    public Optional<SessionData> session() {
        return Optional.ofNullable(session);
    }

    /** Why there is none; empty if there is one. */
    public Optional<SessionRefusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The refusal in words; empty if there is a session. */
    public String detail() {
        return detail;
    }

    /** Names the session or the refusal, no secret. */
    @Override
    public String toString() {
        return session != null ? "SessionOffer[" + session + "]" : "SessionOffer[" + refusal + ": " + detail + "]";
    }
}

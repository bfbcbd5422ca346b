package tfo.api.tls;

import java.util.Objects;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;

/** A failure of TLS itself; {@link #reason()} says whose. Failures of the network are the exceptions of {@code java.net}. */
public class TlsException extends SSLException {
    private static final long serialVersionUID = 1L;
    private static final int NO_ALERT = -1;

    private final Reason reason;
    private final String code;
    private final int alert;

    /**
     * A failure without an alert.
     *
     * @param code the library's name for it, such as {@code GNUTLS_E_DECRYPTION_FAILED}
     * @param message operation, peer, code, and what to do where that is known
     */
    public TlsException(Reason reason, String code, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.code = Objects.requireNonNull(code, "code");
        this.alert = NO_ALERT;
    }

    /**
     * A failure that the peer told of by an alert.
     *
     * @param alert its description, RFC 8446 section 6: 0 to 255
     */
    public TlsException(Reason reason, String code, int alert, String message) {
        super(message);
        if (alert < 0 || alert > 255) {
            throw new IllegalArgumentException("alert " + alert);
        }
        this.reason = Objects.requireNonNull(reason, "reason");
        this.code = Objects.requireNonNull(code, "code");
        this.alert = alert;
    }

    /** The same with a cause. */
    public TlsException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    /** Why, in the terms a caller can act on. */
    public Reason reason() {
        return reason;
    }

    /** The library's own name for it, for the log. */
    public String code() {
        return code;
    }

    /** The description of the alert that the peer sent (RFC 8446 section 6); empty if it sent none. */
    public OptionalInt alert() {
        return alert == NO_ALERT ? OptionalInt.empty() : OptionalInt.of(alert);
    }

    /** The kinds of failure. */
    public enum Reason {
        /** The peer's certificate is not trusted, has expired, was revoked, or is for another name; or there is none. */
        UNTRUSTED_PEER,
        /** The peer gave up and said why: see {@link TlsException#alert()}. */
        PEER_ALERT,
        /** The two have no version, algorithm or application protocol in common. */
        NO_AGREEMENT,
        /** The peer does not keep to the protocol, or somebody in between changed bytes. */
        PROTOCOL,
        /** The stream ended without the peer's close_notify: bytes may be missing (RFC 8446 section 6.1). */
        TRUNCATED,
        /** The settings are contradictory, unknown, or weaker than allowed. */
        MISCONFIGURED,
        /** The library failed. */
        LIBRARY
    }
}

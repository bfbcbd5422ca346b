package tfo.tls.gnutls.library;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Map;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;

/** The codes that the library's functions return, and the exceptions that a Java programmer expects for them. */
public final class GnuTlsCode {
    /** It would have to wait. */
    public static final int GNUTLS_E_AGAIN = -28;
    /** A signal came. */
    public static final int GNUTLS_E_INTERRUPTED = -52;
    /** The peer's fatal alert. */
    public static final int GNUTLS_E_FATAL_ALERT_RECEIVED = -12;
    /** The peer's warning. */
    public static final int GNUTLS_E_WARNING_ALERT_RECEIVED = -16;
    /** The stream ended without close_notify. */
    public static final int GNUTLS_E_PREMATURE_TERMINATION = -110;
    /** The peer's certificate is not to be believed. */
    public static final int GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR = -348;
    /** The peer's certificate is not to be believed. */
    public static final int GNUTLS_E_CERTIFICATE_ERROR = -43;
    /** The library does not know. */
    public static final int GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE = -56;

    /** It is known already. */
    public static final int GNUTLS_E_DB_ENTRY_EXISTS = -428;
    /** The first of those codes that the library leaves to its users: to end a handshake from a callback. */
    public static final int GNUTLS_E_APPLICATION_ERROR_MAX = -65000;

    private static final int GNUTLS_E_TIMEDOUT = -319;
    private static final int GNUTLS_E_PUSH_ERROR = -53;
    private static final int GNUTLS_E_PULL_ERROR = -54;
    private static final Map<Integer, Reason> REASONS = Map.ofEntries(
            Map.entry(GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR, Reason.UNTRUSTED_PEER),
            Map.entry(GNUTLS_E_CERTIFICATE_ERROR, Reason.UNTRUSTED_PEER),
            // NO_CERTIFICATE_FOUND, CERTIFICATE_REQUIRED: the peer shows none.
            Map.entry(-49, Reason.UNTRUSTED_PEER),
            Map.entry(-112, Reason.UNTRUSTED_PEER),
            Map.entry(GNUTLS_E_PREMATURE_TERMINATION, Reason.TRUNCATED),
            // UNSUPPORTED_VERSION_PACKET, NO_CIPHER_SUITES, NO_COMMON_KEY_SHARE, NO_APPLICATION_PROTOCOL,
            // UNKNOWN_CIPHER_SUITE, UNSUPPORTED_SIGNATURE_ALGORITHM, INSUFFICIENT_SECURITY, NO_PRIORITIES_WERE_SET.
            Map.entry(-8, Reason.NO_AGREEMENT),
            Map.entry(-87, Reason.NO_AGREEMENT),
            Map.entry(-423, Reason.NO_AGREEMENT),
            Map.entry(-344, Reason.NO_AGREEMENT),
            Map.entry(-21, Reason.NO_AGREEMENT),
            Map.entry(-106, Reason.NO_AGREEMENT),
            Map.entry(-217, Reason.NO_AGREEMENT),
            Map.entry(-326, Reason.MISCONFIGURED),
            // MEMORY_ERROR, INTERNAL_ERROR, INVALID_REQUEST.
            Map.entry(-25, Reason.LIBRARY),
            Map.entry(-59, Reason.LIBRARY),
            Map.entry(-50, Reason.LIBRARY));

    private GnuTlsCode() {}

    /** Whether the call is to be made again, now or when there is more. */
    public static boolean isAgain(long code) {
        return code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED;
    }

    /** The name, such as {@code GNUTLS_E_DECRYPTION_FAILED}. */
    public static String name(GnuTls gnutls, long code) {
        String name = gnutls.text(gnutls.gnutls_strerror_name((int) code));
        return name.isEmpty() ? "GNUTLS_E " + code : name;
    }

    /** The exception for a code of a call on a session, told right after the call. */
    public static IOException during(GnuTls gnutls, long session, long code, String operation) {
        int errno = gnutls.errno();
        String name = name(gnutls, code);
        String message = operation + ": " + name;
        return switch ((int) code) {
            case GNUTLS_E_FATAL_ALERT_RECEIVED, GNUTLS_E_WARNING_ALERT_RECEIVED ->
                alert(gnutls, session, name, operation);
            case GNUTLS_E_TIMEDOUT -> new SocketTimeoutException(message);
            case GNUTLS_E_PUSH_ERROR, GNUTLS_E_PULL_ERROR -> new SocketException(message + ", " + cause(errno));
            case GNUTLS_E_PREMATURE_TERMINATION ->
                new TlsException(
                        Reason.TRUNCATED, name, operation + ": the stream ended without close_notify, " + name);
            default -> new TlsException(reason(code), name, message);
        };
    }

    /** The exception for a code of a call that sets something up. */
    public static TlsException misconfigured(GnuTls gnutls, long code, String what) {
        String name = name(gnutls, code);
        return new TlsException(Reason.MISCONFIGURED, name, what + ": " + name);
    }

    private static TlsException alert(GnuTls gnutls, long session, String name, String operation) {
        int alert = gnutls.gnutls_alert_get(session) & 0xFF;
        String text = gnutls.text(gnutls.gnutls_alert_get_name(alert));
        return new TlsException(
                Reason.PEER_ALERT,
                name,
                alert,
                operation + ": the peer sent alert " + alert + " (" + text + "), " + name);
    }

    private static Reason reason(long code) {
        return REASONS.getOrDefault((int) code, Reason.PROTOCOL);
    }

    private static String cause(int errno) {
        return switch (errno) {
            case 104 -> "connection reset (ECONNRESET)";
            case 32 -> "broken pipe (EPIPE)";
            case 110 -> "connection timed out (ETIMEDOUT)";
            case 111 -> "connection refused (ECONNREFUSED)";
            default -> "errno " + errno;
        };
    }
}

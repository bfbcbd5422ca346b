package tfo.fallback.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;

/** Finds out of JSSE's exceptions, some of which differ in their words only, whose failure they are. */
final class TlsFailures {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (?:UNKNOWN ALERT \\((\\d+)\\)|(\\w+))");
    private static final Pattern NO_CERTIFICATE =
            Pattern.compile("Empty (client|server) certificate chain", Pattern.CASE_INSENSITIVE);
    private static final Pattern DISAGREEMENT = Pattern.compile(
            "no cipher suites in common|no appropriate protocol|no appropriate handler|protocol version is not enabled"
                    + "|is not enabled or (not )?supported|not accepted by (client|server) preferences|no common|in common"
                    + "|application (layer )?protocol|no sufficient(?! data)|no supported|protocol versions? .* (is|are) not|no available authentication scheme"
                    + "|(un)?supported (curve|group|protocol)|insufficient security|illegal server version",
            Pattern.CASE_INSENSITIVE);

    private TlsFailures() {}

    /** What the JDK's exception means. */
    static TlsException of(String operation, Exception e) {
        String code = e.getClass().getSimpleName();
        String text = e.getMessage() == null ? "" : e.getMessage();
        String message = operation + ": " + code + ": " + text;
        OptionalInt alert = alert(text);
        if (alert.isPresent()) {
            return alerted(code, alert.getAsInt(), message, e);
        }
        return new TlsException(reason(e, text), code, message).causedBy(e);
    }

    private static OptionalInt alert(String text) {
        Matcher matcher = ALERT.matcher(text);
        if (!matcher.find()) {
            return OptionalInt.empty();
        }
        String number = matcher.group(1);
        return number != null
                ? OptionalInt.of(Integer.parseInt(number))
                : Alerts.number(matcher.group(2).toLowerCase(Locale.ROOT));
    }

    private static TlsException alerted(String code, int alert, String message, Exception e) {
        return new TlsException(Reason.PEER_ALERT, code, alert, message).causedBy(e);
    }

    private static Reason reason(Exception e, String text) {
        if (e instanceof SSLPeerUnverifiedException
                || isAboutCertificates(e)
                || NO_CERTIFICATE.matcher(text).find()) {
            return Reason.UNTRUSTED_PEER;
        }
        if (DISAGREEMENT.matcher(text).find()) {
            return Reason.NO_AGREEMENT;
        }
        return e instanceof SSLException ? Reason.PROTOCOL : Reason.LIBRARY;
    }

    private static boolean isAboutCertificates(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    /** The stream ended without close_notify. */
    static TlsException truncated(String operation) {
        return new TlsException(
                Reason.TRUNCATED, "EOF", operation + ": truncated: the stream ended without the peer's close_notify");
    }
}

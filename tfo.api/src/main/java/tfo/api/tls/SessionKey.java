package tfo.api.tls;

import java.util.Objects;

/**
 * Whom a session is for, and under which settings it was made. Resumption skips the verification of certificates (RFC 8446 section
 * 2.2), so a session serves only the exact key it was made under.
 *
 * @param host the name that the certificate was verified against, or the literal address
 * @param port the port, 1 to 65535
 * @param digest SHA-256, in hexadecimal digits, over provider, server name indication, ALPN, trust, identity and algorithms
 */
public record SessionKey(String host, int port, String digest) {

    /** Checks the parts. */
    public SessionKey {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(digest, "digest");
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port " + port);
        }
    }
}

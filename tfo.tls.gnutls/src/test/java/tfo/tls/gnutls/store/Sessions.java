package tfo.tls.gnutls.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import tfo.api.tls.SessionKey;
import tfo.api.tls.TlsVersion;

/** Sessions that no library made. */
final class Sessions {
    static final String LIBRARY = "GnuTLS 0.0.0";
    static final SessionKey KEY = new SessionKey("one.example", 443, "ab".repeat(32));
    static final SessionKey OTHER = new SessionKey("two.example", 443, "ab".repeat(32));

    private Sessions() {}

    /** One of this key whose bytes follow from the number. */
    static StoredSession numbered(SessionKey key, int number) {
        return of(key, number, Instant.now().minusSeconds(1), Duration.ofHours(1));
    }

    static StoredSession of(SessionKey key, int number, Instant issued, Duration lifetime) {
        byte[] blob = new byte[900];
        new Random(number).nextBytes(blob);
        return StoredSession.of(
                key, TlsVersion.TLS_1_3, "X25519", issued, issued.plus(lifetime), 16_384, LIBRARY, blob);
    }

    static byte[] bytes(int number) {
        return numbered(KEY, number).spend();
    }
}

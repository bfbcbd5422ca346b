package tfo.api.tls;

import java.time.Instant;
import javax.security.auth.Destroyable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A session that can be resumed once: here, or in another process that opens its {@linkplain #seal seal}.
 *
 * <p>It holds a secret that lets its holder speak as the client of its maker. There is no way to make one from bytes but
 * {@link TlsService#openSession}, which verifies them: the library would not survive bytes that were tampered with. Safe for use
 * by any thread. {@code toString} shows no secret.
 */
@ProviderType
public interface SessionData extends Destroyable {

    /** Whom it is for. */
    SessionKey key();

    /** The version it was made under, and will be resumed under. */
    TlsVersion version();

    /** The group of the key exchange, such as {@code X25519}; empty with none. */
    String group();

    /** When it arrived. */
    Instant issued();

    /** When the server will have forgotten it; never more than seven days after it was issued (RFC 8446 section 4.6.1). */
    Instant expires();

    /** How many bytes of early data the server promised to take; zero means none. */
    long maxEarlyData();

    /**
     * Sealed by AES-256-GCM under the secret: everything that is needed to resume it in another process with the same version of
     * the same library. The bytes of two seals of one session differ.
     *
     * @throws IllegalStateException if it has been used or destroyed
     */
    byte[] seal(SessionSecret secret);

    /** Wipes the secret. What was sealed before can still be opened. */
    @Override
    void destroy();

    /** Whether it has been used or destroyed. */
    @Override
    boolean isDestroyed();
}

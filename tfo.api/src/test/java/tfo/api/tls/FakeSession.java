package tfo.api.tls;

import java.time.Duration;
import java.time.Instant;

/** A session that nothing could resume. */
final class FakeSession implements SessionData {
    static final SessionKey KEY = new SessionKey("one.example", 443, "ab".repeat(32));
    static final SessionKey OTHER = new SessionKey("two.example", 443, "ab".repeat(32));

    private final SessionKey key;
    private final Instant issued;
    private final Duration lifetime;
    private volatile boolean destroyed;

    FakeSession(SessionKey key, Instant issued, Duration lifetime) {
        this.key = key;
        this.issued = issued;
        this.lifetime = lifetime;
    }

    /** One that is good for an hour. */
    static FakeSession of(SessionKey key) {
        return new FakeSession(key, Instant.now().minusSeconds(1), Duration.ofHours(1));
    }

    @Override
    public SessionKey key() {
        return key;
    }

    @Override
    public TlsVersion version() {
        return TlsVersion.TLS_1_3;
    }

    @Override
    public String group() {
        return "X25519";
    }

    @Override
    public Instant issued() {
        return issued;
    }

    @Override
    public Instant expires() {
        return issued.plus(lifetime);
    }

    @Override
    public long maxEarlyData() {
        return 0;
    }

    @Override
    public byte[] seal(SessionSecret secret) {
        return secret.bytes();
    }

    @Override
    public void destroy() {
        destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }
}

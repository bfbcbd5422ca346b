package tfo.testkit.tls;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsVersion;

/** A session that no library made, for stores that do not seal; what it promises of early data is its number. */
record PaperSession(SessionKey key, long maxEarlyData, Instant issued, Instant expires, AtomicBoolean wiped)
        implements SessionData {

    @Override
    public TlsVersion version() {
        return TlsVersion.TLS_1_3;
    }

    @Override
    public String group() {
        return "X25519";
    }

    @Override
    public byte[] seal(SessionSecret secret) {
        throw new IllegalStateException("a session on paper cannot be sealed");
    }

    @Override
    public void destroy() {
        wiped.set(true);
    }

    @Override
    public boolean isDestroyed() {
        return wiped.get();
    }

    // Two sessions are never the same one.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}

package tfo.tls.gnutls.store;

import java.time.Instant;
import java.util.Arrays;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsVersion;

/** A session of GnuTLS that came from GnuTLS itself or out of an unbroken seal, and goes back to it once. */
public final class StoredSession implements SessionData {
    private final SessionKey key;
    private final TlsVersion version;
    private final String group;
    private final Instant issued;
    private final Instant expires;
    private final long maxEarlyData;
    private final String library;

    /** Wiped when destroyed. Guarded by this. */
    private final byte[] blob;

    /** Guarded by this. */
    private boolean destroyed;

    private StoredSession(
            SessionKey key,
            TlsVersion version,
            String group,
            Instant issued,
            Instant expires,
            long maxEarlyData,
            String library,
            byte[] blob) {
        this.key = key;
        this.version = version;
        this.group = group;
        this.issued = issued;
        this.expires = expires;
        this.maxEarlyData = maxEarlyData;
        this.library = library;
        this.blob = blob;
    }

    /** Takes the bytes over, which are GnuTLS's own or were verified. */
    public static StoredSession of(
            SessionKey key,
            TlsVersion version,
            String group,
            Instant issued,
            Instant expires,
            long maxEarlyData,
            String library,
            byte[] blob) {
        return new StoredSession(key, version, group, issued, expires, maxEarlyData, library, blob);
    }

    /**
     * The bytes for GnuTLS, once; the caller wipes them.
     *
     * @throws IllegalStateException if it has been used or destroyed
     */
    public synchronized byte[] spend() {
        byte[] bytes = bytes();
        destroy();
        return bytes;
    }

    synchronized byte[] bytes() {
        if (destroyed) {
            throw new IllegalStateException("the session has been used or destroyed");
        }
        return blob.clone();
    }

    @Override
    public SessionKey key() {
        return key;
    }

    @Override
    public TlsVersion version() {
        return version;
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public Instant issued() {
        return issued;
    }

    @Override
    public Instant expires() {
        return expires;
    }

    @Override
    public long maxEarlyData() {
        return maxEarlyData;
    }

    /** The library that made it. */
    public String library() {
        return library;
    }

    @Override
    public byte[] seal(SessionSecret secret) {
        return SessionSeal.seal(this, secret);
    }

    @Override
    public synchronized void destroy() {
        destroyed = true;
        Arrays.fill(blob, (byte) 0);
    }

    @Override
    public synchronized boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "SessionData[" + key.host() + ":" + key.port() + ", " + version.standardName() + ", until " + expires
                + "]";
    }
}

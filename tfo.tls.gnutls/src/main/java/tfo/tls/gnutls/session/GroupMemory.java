package tfo.tls.gnutls.session;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.SessionKey;

/**
 * Which group of the key exchange a server chose last. A client that knows sends one key share instead of two: a shorter ClientHello, and
 * a key pair less to make. Where the server has changed its mind, it asks again (HelloRetryRequest, RFC 8446 section 4.1.4). It may forget.
 * Safe for use by any thread.
 */
final class GroupMemory {
    /** A power of two. */
    private static final int SLOTS = 1024;

    private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(SLOTS);

    void remember(SessionKey key, String group) {
        Known found = known.get(slot(key));
        if (found == null || !found.group.equals(group) || !found.key.equals(key)) {
            known.set(slot(key), new Known(key, group));
        }
    }

    /** The group, or null. */
    @Nullable
    String of(SessionKey key) {
        Known found = known.get(slot(key));
        return found == null || !found.key.equals(key) ? null : found.group;
    }

    private static int slot(SessionKey key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }

    private record Known(SessionKey key, String group) {}
}

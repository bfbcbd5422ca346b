package tfo.fallback.tls;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Which engines do a full handshake. JSSE does not tell, but a client asks its trust manager, and a server its key manager, in a full
 * handshake only.
 */
final class FullHandshakes {
    private final Set<SSLEngine> engines = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    void noteAt(@Nullable SSLEngine engine) {
        if (engine != null) {
            engines.add(engine);
        }
    }

    /** Whether the engine's handshake was a full one; asked once. */
    boolean wasAt(SSLEngine engine) {
        return engines.remove(engine);
    }
}

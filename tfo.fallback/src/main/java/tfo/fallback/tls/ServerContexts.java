package tfo.fallback.tls;

import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.TlsException;

/** A server's context, whose ticket keys and sessions all connections share; or one for each, where nothing is to be resumed. */
final class ServerContexts {
    private final KeyManager keys;
    private final TrustManager trust;
    private final @Nullable SSLContext shared;

    ServerContexts(KeyManager keys, TrustManager trust, Duration ticketLifetime, boolean resumption)
            throws TlsException {
        this.keys = keys;
        this.trust = trust;
        this.shared = resumption ? Contexts.of(keys, trust) : null;
        if (shared != null) {
            shared.getServerSessionContext().setSessionTimeout((int) ticketLifetime.toSeconds());
        }
    }

    SSLContext context() throws TlsException {
        return shared != null ? shared : withoutTickets();
    }

    private SSLContext withoutTickets() throws TlsException {
        SSLContext context = Contexts.of(keys, trust);
        // JSSE makes no ticket of TLS 1.3 that would live longer than the seven days of RFC 8446 section 4.6.1.
        context.getServerSessionContext()
                .setSessionTimeout((int) Duration.ofDays(8).toSeconds());
        return context;
    }
}

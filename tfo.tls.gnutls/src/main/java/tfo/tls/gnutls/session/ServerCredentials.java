package tfo.tls.gnutls.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsException;
import tfo.api.tls.Trust;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.Handle;

/**
 * What a server shows: all its identities, among which the library chooses by the kind of key; or those alone that name the host a client
 * asks for. The library itself compares names letter by letter, and knows no wildcards. Safe for use by any thread.
 */
final class ServerCredentials implements AutoCloseable {
    private final GnuTls gnutls;
    private final @Nullable Trust trust;
    private final List<Identity> identities;
    private final Handle all;

    /** By the identities in them: there are no more of these than the names in the certificates make different. */
    private final Map<List<Identity>, Handle> some = new ConcurrentHashMap<>();

    ServerCredentials(GnuTls gnutls, @Nullable Trust trust, List<Identity> identities) throws TlsException {
        this.gnutls = gnutls;
        this.trust = trust;
        this.identities = List.copyOf(identities);
        this.all = Credentials.of(gnutls, trust, identities);
    }

    /** Those of all identities. */
    Handle all() {
        return all;
    }

    /** Whether there is anything to choose. */
    boolean differ() {
        return identities.size() > 1;
    }

    /** Held for one connection: those that name this host; null if that is none of them. */
    Handle.@Nullable Hold naming(String host) throws TlsException {
        List<Identity> fitting =
                identities.stream().filter(identity -> identity.names(host)).toList();
        if (fitting.isEmpty()) {
            return null;
        }
        Handle known = some.get(fitting);
        if (known == null) {
            known = add(fitting);
        }
        return known.hold();
    }

    private Handle add(List<Identity> fitting) throws TlsException {
        Handle made = Credentials.of(gnutls, trust, fitting);
        Handle other = some.putIfAbsent(fitting, made);
        if (other != null) {
            made.close();
            return other;
        }
        return made;
    }

    @Override
    public void close() {
        all.close();
        some.values().forEach(Handle::close);
    }
}

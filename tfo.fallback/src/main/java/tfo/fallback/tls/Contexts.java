package tfo.fallback.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import tfo.api.tls.TlsException;

/** Makes the JDK's contexts. */
final class Contexts {
    private Contexts() {}

    static SSLContext of(KeyManager keys, TrustManager trust) throws TlsException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TlsException(
                            TlsException.Reason.LIBRARY, e.getClass().getSimpleName(), "no TLS in this JDK: " + e)
                    .causedBy(e);
        }
    }
}

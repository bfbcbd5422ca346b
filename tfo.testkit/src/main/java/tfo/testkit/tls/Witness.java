package tfo.testkit.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.Identity;

/**
 * A peer by the JDK's own TLS that counts full handshakes: only in those a server looks for its key and a client verifies a
 * certificate (RFC 8446 section 2.2). So it knows, whatever the other end reports, whether a session was resumed.
 */
final class Witness {
    private static final String ALIAS = "own";

    private final Set<Socket> shown = ConcurrentHashMap.newKeySet();
    private final AtomicInteger verified = new AtomicInteger();
    private final Identity identity;

    Witness(Identity identity) {
        this.identity = identity;
    }

    /** How many full handshakes there were, of clients and servers of this context together. */
    int fullHandshakes() {
        return shown.size() + verified.get();
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new X509ExtendedKeyManager[] {new Keys()}, new X509ExtendedTrustManager[] {new Anchors()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Keys extends X509ExtendedKeyManager {
        @Override
        public String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            // Asked several times in one handshake: for each kind of signature.
            // From JDK 25 on asked before the handshake, too, for what fits a ticket; then there is no session yet.
            if (socket instanceof SSLSocket secured && secured.getHandshakeSession() instanceof ExtendedSSLSession) {
                shown.add(socket);
            }
            return ALIAS;
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.key();
        }
    }

    private final class Anchors extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            verified.incrementAndGet();
            if (!identity.chain().get(0).equals(chain[0])) {
                throw new CertificateException("somebody else");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no client was asked");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

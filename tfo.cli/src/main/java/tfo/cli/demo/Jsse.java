package tfo.cli.demo;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JDK's own TLS: one context with its cache of sessions. For one thread. */
final class Jsse {
    private final Witness witness;
    private final SSLContext context;

    private Jsse(Witness witness, SSLContext context) {
        this.witness = witness;
        this.context = context;
    }

    /** A context that believes this certificate. */
    static Jsse trusting(X509Certificate certificate) throws IOException {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            anchors.setCertificateEntry("site", certificate);
            Witness witness = new Witness(trustManager(anchors));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {witness}, null);
            return new Jsse(witness, context);
        } catch (GeneralSecurityException e) {
            throw new IOException("the JDK has no TLS", e);
        }
    }

    private static X509ExtendedTrustManager trustManager(KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("no X509ExtendedTrustManager");
    }

    /** TLS over this socket, which it closes; it verifies name and certificate as HttpsURLConnection does. */
    SSLSocket over(Socket socket, String host) throws IOException {
        witness.verified = false;
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        return tls;
    }

    /** Whether the last handshake resumed a session: the only kind in which no certificate is verified. JSSE has no word for it. */
    boolean resumed() {
        return !witness.verified;
    }

    /** Forgets every session. */
    void forget() {
        SSLSessionContext sessions = context.getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }
}

package tfo.lab.foreign;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's own TLS as a client: one context with its cache of sessions, which tells whether a handshake used one. For one
 * thread.
 */
public final class JdkTls {
    private final Witness witness;
    private final SSLContext context;

    private JdkTls(Witness witness, SSLContext context) {
        this.witness = witness;
        this.context = context;
    }

    /**
     * A client that believes this certificate and no other.
     *
     * @throws IOException if the JDK has no TLS
     */
    public static JdkTls trusting(X509Certificate certificate) throws IOException {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            anchors.setCertificateEntry("site", certificate);
            Witness witness = new Witness(trustManager(anchors));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {witness}, null);
            return new JdkTls(witness, context);
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

    /**
     * Connects a socket and lays TLS over it; the handshake begins with the first write or read. It verifies name and
     * certificate as HttpsURLConnection does.
     *
     * @param socket a new one, of any factory; closed with what is returned, and if this fails
     * @param host the server's name, to be sent and verified
     * @param patience how long connecting may take, and every read
     * @throws IOException if the peer cannot be reached
     */
    public SSLSocket connect(Socket socket, InetSocketAddress remote, String host, Duration patience)
            throws IOException {
        try {
            int millis = Math.toIntExact(patience.toMillis());
            // As the JDK's own HTTP clients have it, or the request would wait until the Finished before it is
            // acknowledged.
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            socket.connect(remote, millis);
            return over(socket, host);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private SSLSocket over(Socket socket, String host) throws IOException {
        witness.verified = false;
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        return tls;
    }

    /**
     * Whether the handshake of the last connection, which must be over, resumed a session: the only kind in which no
     * certificate is verified (RFC 8446, section 2.2). JSSE has no word for it.
     */
    public boolean resumed() {
        return !witness.verified;
    }

    /** Forgets every session. */
    public void forget() {
        SSLSessionContext sessions = context.getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }
}

package tfo.fallback.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.TlsException;
import tfo.api.tls.Trust;

/**
 * Judges the certificates of peers: by the JDK's own trust manager first (path, purpose, algorithms, and the name that the engine was
 * made for), then by pins and staple. It never asks the network.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private final @Nullable X509ExtendedTrustManager authorities;
    private final Paths paths;
    private final Trust trust;
    private final boolean stapleRequired;
    private final FullHandshakes handshakes;

    private PeerTrust(
            @Nullable X509ExtendedTrustManager authorities,
            Trust trust,
            boolean stapleRequired,
            FullHandshakes handshakes) {
        this.authorities = authorities;
        this.paths = new Paths(authorities == null ? List.of() : List.of(authorities.getAcceptedIssuers()));
        this.trust = trust;
        this.stapleRequired = stapleRequired;
        this.handshakes = handshakes;
    }

    /** Believes those; whether the name is looked at is for the engine's parameters to say. */
    static PeerTrust of(Trust trust, boolean stapleRequired, FullHandshakes handshakes) throws TlsException {
        return new PeerTrust(authorities(trust), trust, stapleRequired, handshakes);
    }

    /** Believes everybody who meets the pins, if there are any. */
    static PeerTrust anyone(Trust trust, FullHandshakes handshakes) {
        return new PeerTrust(null, trust, false, handshakes);
    }

    /** For who never asks for a certificate. */
    static PeerTrust nobody() {
        return new PeerTrust(null, Trust.system(), false, new FullHandshakes());
    }

    private static X509ExtendedTrustManager authorities(Trust trust) throws TlsException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trust.isSystem() ? null : keyStore(trust.anchors()));
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager x509) {
                    return x509;
                }
            }
            throw new GeneralSecurityException("no trust manager for X.509 in " + factory.getProvider());
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new TlsException(TlsException.Reason.MISCONFIGURED, "TRUST", "cannot load the authorities: " + e)
                    .causedBy(e);
        }
    }

    private static KeyStore keyStore(List<X509Certificate> anchors)
            throws GeneralSecurityException, java.io.IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry(Integer.toString(i), anchors.get(i));
        }
        return store;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        handshakes.noteAt(engine);
        if (authorities != null) {
            authorities.checkServerTrusted(chain, authType, engine);
        }
        paths.checkPins(chain, trust.pins());
        if (authorities != null) {
            checkStaple(chain, engine);
        }
    }

    private void checkStaple(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        byte[] staple = staple(engine);
        if (!Paths.isAnswer(staple)) {
            if (stapleRequired) {
                throw new CertificateException("the server stapled no OCSP response, and one is required");
            }
            return;
        }
        paths.checkStaple(chain, staple);
    }

    private static byte[] staple(SSLEngine engine) {
        List<byte[]> staples = engine.getHandshakeSession() instanceof ExtendedSSLSession session
                ? session.getStatusResponses()
                : List.of();
        return staples.isEmpty() ? new byte[0] : staples.get(0);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (authorities != null) {
            authorities.checkClientTrusted(chain, authType, engine);
        }
        paths.checkPins(chain, trust.pins());
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw enginesOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw enginesOnly();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw enginesOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw enginesOnly();
    }

    private static CertificateException enginesOnly() {
        return new CertificateException("only the peers of engines are judged here");
    }
}

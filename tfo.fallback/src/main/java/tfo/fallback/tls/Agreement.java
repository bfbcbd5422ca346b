package tfo.fallback.tls;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsVersion;

/** What a handshake has come to. */
final class Agreement {
    private final SSLSession session;
    private final boolean client;
    private final HandshakeReport report;

    private Agreement(SSLSession session, boolean client, HandshakeReport report) {
        this.session = session;
        this.client = client;
        this.report = report;
    }

    /**
     * Of an engine whose handshake is done.
     *
     * @param whyNot the reason if no session was resumed
     * @param first what a client says first
     */
    static Agreement of(SSLEngine engine, boolean resumed, String whyNot, FirstWords first) {
        SSLSession session = engine.getSession();
        String alpn = engine.getApplicationProtocol();
        HandshakeReport report = new HandshakeReport(
                version(session),
                session.getCipherSuite(),
                "",
                alpn == null ? "" : alpn,
                serverName(engine, session),
                resumed,
                first.fate(),
                resumed ? "" : whyNot,
                peer(session),
                first.reason(),
                first.flight(),
                1);
        return new Agreement(session, engine.getUseClientMode(), report);
    }

    private static TlsVersion version(SSLSession session) {
        for (TlsVersion version : TlsVersion.values()) {
            if (version.standardName().equals(session.getProtocol())) {
                return version;
            }
        }
        throw new IllegalStateException("a version that was never enabled: " + session.getProtocol());
    }

    private static String serverName(SSLEngine engine, SSLSession session) {
        List<SNIServerName> names = engine.getSSLParameters().getServerNames();
        if (!engine.getUseClientMode() && session instanceof ExtendedSSLSession extended) {
            names = extended.getRequestedServerNames();
        }
        if (names != null) {
            for (SNIServerName name : names) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return "";
    }

    private static List<X509Certificate> peer(SSLSession session) {
        try {
            return x509(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    private static List<X509Certificate> x509(Certificate @Nullable [] chain) {
        List<X509Certificate> certificates = new ArrayList<>();
        if (chain != null) {
            for (Certificate certificate : chain) {
                certificates.add((X509Certificate) certificate);
            }
        }
        return certificates;
    }

    HandshakeReport report() {
        return report;
    }

    byte[] exportKey(String label, byte[] context, int length) throws TlsException {
        return Exporter.ofThisJdk().export(session, label, context, length);
    }

    Optional<byte[]> channelBinding(ChannelBinding type) throws TlsException {
        return switch (type) {
            case TLS_SERVER_END_POINT -> serverEndPoint();
            case TLS_EXPORTER -> exporterBinding();
            // JSSE does not give the Finished messages away.
            case TLS_UNIQUE -> Optional.empty();
        };
    }

    private Optional<byte[]> serverEndPoint() throws TlsException {
        List<X509Certificate> chain = client ? report.peer() : x509(session.getLocalCertificates());
        return chain.isEmpty() ? Optional.empty() : EndPointBinding.of(chain.get(0));
    }

    // RFC 9266 section 2.
    private Optional<byte[]> exporterBinding() throws TlsException {
        Exporter exporter = Exporter.ofThisJdk();
        return exporter.availability().usable()
                ? Optional.of(exporter.export(session, "EXPORTER-Channel-Binding", new byte[0], 32))
                : Optional.empty();
    }
}

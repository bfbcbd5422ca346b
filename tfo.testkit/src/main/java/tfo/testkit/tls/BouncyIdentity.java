package tfo.testkit.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.Identity;

/** What a {@link BouncyServer} shows to one client: a chain with a key of a NIST curve, and a staple if there is one. */
final class BouncyIdentity extends DefaultTlsServer {
    private static final SignatureAndHashAlgorithm ECDSA =
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

    // One for each version, of those that go with the key.
    private static final int[] SUITES = {
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
    };

    private final Identity identity;
    private final ProtocolVersion version;
    private final BcTlsCrypto crypto;

    BouncyIdentity(Identity identity, ProtocolVersion version) {
        this(identity, version, new BcTlsCrypto());
    }

    private BouncyIdentity(Identity identity, ProtocolVersion version, BcTlsCrypto crypto) {
        super(crypto);
        this.identity = identity;
        this.version = version;
        this.crypto = crypto;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return version.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(crypto, SUITES);
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                PrivateKeyFactory.createKey(identity.key().getEncoded()),
                TlsUtils.isTLSv13(version)
                        ? new Certificate(TlsUtils.EMPTY_BYTES, chain())
                        : new Certificate(null, chain()),
                ECDSA);
    }

    private CertificateEntry[] chain() throws IOException {
        List<X509Certificate> chain = identity.chain();
        CertificateEntry[] entries = new CertificateEntry[chain.size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] =
                    new CertificateEntry(crypto.createCertificate(encoded(chain.get(i))), i == 0 ? extensions() : null);
        }
        return entries;
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    // RFC 8446 section 4.4.2.1: the staple is an extension of the certificate it is about.
    @SuppressWarnings("JdkObsolete") // Bouncy Castle wants a Hashtable.
    private @Nullable Hashtable<Integer, byte[]> extensions() throws IOException {
        CertificateStatus status = getCertificateStatus();
        if (!TlsUtils.isTLSv13(version) || status == null) {
            return null;
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        status.encode(encoded);
        Hashtable<Integer, byte[]> extensions = new Hashtable<>();
        extensions.put(TlsExtensionsUtils.EXT_status_request, encoded.toByteArray());
        return extensions;
    }

    // RFC 6066 section 8: before version 1.3 it is a message of its own.
    @Override
    public @Nullable CertificateStatus getCertificateStatus() {
        return identity.ocspResponse().map(Verbatim::new).orElse(null);
    }

    /** Any bytes as a staple. */
    private static final class Verbatim extends CertificateStatus {
        private final byte[] bytes;

        Verbatim(byte[] bytes) {
            super(CertificateStatusType.ocsp, OCSPResponse.getInstance(Staple.tryLater()));
            this.bytes = bytes;
        }

        @Override
        public void encode(OutputStream out) throws IOException {
            TlsUtils.writeUint8(statusType, out);
            TlsUtils.writeOpaque24(bytes, out);
        }
    }
}

package tfo.testkit.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What an OCSP response says of a certificate, before it is signed (RFC 6960).
 *
 * @param status null means good
 */
record Staple(@Nullable CertificateStatus status) {
    private static final Duration HOUR = Duration.ofHours(1);

    static Staple good() {
        return new Staple(null);
    }

    static Staple revoked(Instant when) {
        return new Staple(new RevokedStatus(Date.from(when), CRLReason.keyCompromise));
    }

    /** The response about this certificate, by the authority that issued it; good for an hour. */
    byte[] signedBy(X509Certificate authority, KeyPair key, X509Certificate certificate) {
        try {
            DigestCalculator sha1 =
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
            X509CertificateHolder issuer = new JcaX509CertificateHolder(authority);
            Instant now = Instant.now();
            BasicOCSPRespBuilder response = new BasicOCSPRespBuilder(new RespID(issuer.getSubject()));
            response.addResponse(
                    new CertificateID(sha1, issuer, certificate.getSerialNumber()),
                    status,
                    Date.from(now.minus(HOUR)),
                    Date.from(now.plus(HOUR)));
            OCSPResp signed = new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            response.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()),
                                    new X509CertificateHolder[0],
                                    Date.from(now)));
            return signed.getEncoded();
        } catch (IOException | OCSPException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

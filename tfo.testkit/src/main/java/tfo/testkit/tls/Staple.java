package tfo.testkit.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What an OCSP response says of a certificate, before it is signed (RFC 6960). Immutable.
 *
 * @param status null means good
 * @param begin when that was known
 * @param end when more will be known
 */
record Staple(@Nullable CertificateStatus status, Instant begin, Instant end) {
    private static final Duration HOUR = Duration.ofHours(1);

    /** Good from an hour ago for an hour. */
    static Staple good() {
        return saying(null);
    }

    static Staple revoked() {
        return saying(new RevokedStatus(Date.from(Instant.now().minus(HOUR)), CRLReason.keyCompromise));
    }

    /** The responder has not heard of the certificate. */
    static Staple unknown() {
        return saying(new UnknownStatus());
    }

    private static Staple saying(@Nullable CertificateStatus status) {
        Instant now = Instant.now();
        return new Staple(status, now.minus(HOUR), now.plus(HOUR));
    }

    /** The same a week before, so that it has ended. */
    Staple aWeekAgo() {
        Duration week = Duration.ofDays(7);
        return new Staple(status, begin.minus(week), end.minus(week));
    }

    /** The responder is busy and says nothing; that needs no signature. */
    static byte[] tryLater() {
        try {
            return new OCSPRespBuilder().build(OCSPRespBuilder.TRY_LATER, null).getEncoded();
        } catch (IOException | OCSPException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The response about this certificate.
     *
     * @param issuer of the certificate
     * @param signer who answers in the issuer's place, and comes along in the response; empty for the issuer itself
     * @param key of who answers
     */
    byte[] signed(X509Certificate certificate, X509Certificate issuer, List<X509Certificate> signer, PrivateKey key) {
        try {
            X509CertificateHolder authority = new JcaX509CertificateHolder(issuer);
            X509CertificateHolder[] along = signer.isEmpty()
                    ? new X509CertificateHolder[0]
                    : new X509CertificateHolder[] {new JcaX509CertificateHolder(signer.get(0))};
            RespID responder = new RespID((along.length == 0 ? authority : along[0]).getSubject());
            BasicOCSPRespBuilder response = new BasicOCSPRespBuilder(responder);
            DigestCalculator sha1 =
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
            response.addResponse(
                    new CertificateID(sha1, authority, certificate.getSerialNumber()),
                    status,
                    Date.from(begin),
                    Date.from(end));
            BasicOCSPResp signed =
                    response.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key), along, Date.from(begin));
            return new OCSPRespBuilder()
                    .build(OCSPRespBuilder.SUCCESSFUL, signed)
                    .getEncoded();
        } catch (IOException | OCSPException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

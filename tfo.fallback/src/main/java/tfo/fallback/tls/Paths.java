package tfo.fallback.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Paths from a peer's certificate to an authority, for what the JDK's trust manager does not look at. */
final class Paths {
    // SEQUENCE, ENUMERATED; the status follows.
    private static final byte[] SORRY = {0x30, 3, 0x0a, 1};

    private final List<X509Certificate> authorities;

    /** Towards these; none where everybody is believed. */
    Paths(List<X509Certificate> authorities) {
        this.authorities = authorities;
    }

    /** One key of the path, from the peer's own certificate to the authority, is to be pinned. */
    void checkPins(X509Certificate[] chain, Set<String> pins) throws CertificateException {
        if (pins.isEmpty() || pins.contains(pin(chain[0]))) {
            return;
        }
        // A certificate proves nothing by being sent along: it has to be on the path.
        for (X509Certificate certificate : authorities.isEmpty() ? pinned(chain, pins) : path(chain)) {
            if (pins.contains(pin(certificate))) {
                return;
            }
        }
        throw new CertificateException("no key on the path of " + chain[0].getSubjectX500Principal() + " is pinned");
    }

    private static String pin(X509Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // Where everybody is believed, the pinned key is the authority.
    private static List<X509Certificate> pinned(X509Certificate[] chain, Set<String> pins) throws CertificateException {
        List<X509Certificate> anchors =
                Arrays.stream(chain).filter(c -> pins.contains(pin(c))).toList();
        return anchors.isEmpty() ? List.of() : new Paths(anchors).path(chain);
    }

    private List<X509Certificate> path(X509Certificate[] chain) throws CertificateException {
        try {
            return certificates(build(parameters(chain, authorities)));
        } catch (CertPathBuilderException e) {
            throw new CertificateException("no path to an authority", e);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    private static List<X509Certificate> certificates(PKIXCertPathBuilderResult result) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate : result.getCertPath().getCertificates()) {
            certificates.add((X509Certificate) certificate);
        }
        certificates.add(result.getTrustAnchor().getTrustedCert());
        return certificates;
    }

    /** Whether an OCSP response says something: a responder that could not answer says so in five bytes, RFC 6960 section 4.2.1. */
    static boolean isAnswer(byte[] response) {
        boolean sorry = response.length == SORRY.length + 1
                && response[SORRY.length] != 0
                && Arrays.equals(response, 0, SORRY.length, SORRY, 0, SORRY.length);
        return response.length > 0 && !sorry;
    }

    /**
     * Looks at an OCSP response about the peer's own certificate.
     *
     * @throws CertificateException if it is forged, out of time, or does not say "good"
     */
    void checkStaple(X509Certificate[] chain, byte[] response) throws CertificateException {
        try {
            PKIXBuilderParameters parameters = parameters(chain, authorities);
            CertPath path = build(parameters).getCertPath();
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            parameters.addCertPathChecker(checker(validator, chain[0], response));
            validator.validate(path, parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the stapled OCSP response: " + e.getMessage(), e);
        }
    }

    // Asks nobody: the response is given for the one certificate that is looked at.
    private static PKIXRevocationChecker checker(
            CertPathValidator validator, X509Certificate certificate, byte[] response) {
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY, PKIXRevocationChecker.Option.NO_FALLBACK));
        checker.setOcspResponses(Map.of(certificate, response));
        return checker;
    }

    private static PKIXCertPathBuilderResult build(PKIXBuilderParameters parameters) throws GeneralSecurityException {
        return (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    private static PKIXBuilderParameters parameters(X509Certificate[] chain, List<X509Certificate> anchors)
            throws GeneralSecurityException {
        Set<TrustAnchor> trusted = new HashSet<>();
        for (X509Certificate anchor : anchors) {
            trusted.add(new TrustAnchor(anchor, null));
        }
        X509CertSelector own = new X509CertSelector();
        own.setCertificate(chain[0]);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, own);
        parameters.setRevocationEnabled(false);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(Arrays.asList(chain))));
        return parameters;
    }
}

package tfo.fallback.tls;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tfo.api.tls.TlsException;

/** The hash of a server's certificate, RFC 5929 section 4.1. */
final class EndPointBinding {
    private static final Pattern HASH = Pattern.compile("(MD5|SHA-?\\d+)WITH.*");

    private EndPointBinding() {}

    /** Empty for a certificate whose signature has no hash function of its own. */
    static Optional<byte[]> of(X509Certificate certificate) throws TlsException {
        try {
            Optional<String> hash = hash(certificate);
            return hash.isEmpty()
                    ? Optional.empty()
                    : Optional.of(MessageDigest.getInstance(hash.get()).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new TlsException(TlsException.Reason.LIBRARY, e.getClass().getSimpleName(), "hash of a certificate")
                    .causedBy(e);
        }
    }

    private static Optional<String> hash(X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.equals("RSASSA-PSS")) {
            return Optional.of(pssHash(certificate));
        }
        Matcher matcher = HASH.matcher(algorithm);
        return matcher.matches() ? Optional.of(atLeastSha256(matcher.group(1))) : Optional.empty();
    }

    private static String pssHash(X509Certificate certificate) throws GeneralSecurityException {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(certificate.getSigAlgParams());
            return atLeastSha256(
                    parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm());
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException("parameters of the certificate's signature", e);
        }
    }

    private static String atLeastSha256(String hash) {
        String name = hash.replace("-", "");
        return name.equals("MD5") || name.equals("SHA1") ? "SHA-256" : "SHA-" + name.substring("SHA".length());
    }
}

package tfo.tls.gnutls.session;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pinned keys, RFC 7469 section 2.6: what counts is who signed, not what else lies in the chain that the peer sent. */
final class Pins {
    private Pins() {}

    /** Whether the peer's own key is pinned, or that of a certificate that was sent and by which its own was signed. */
    static boolean hold(Set<String> pins, List<X509Certificate> sent) {
        return signers(sent).stream().anyMatch(certificate -> pins.contains(pin(certificate)));
    }

    private static List<X509Certificate> signers(List<X509Certificate> sent) {
        List<X509Certificate> path = new ArrayList<>();
        Optional<X509Certificate> next = sent.stream().findFirst();
        while (next.isPresent()) {
            X509Certificate current = next.get();
            path.add(current);
            next = sent.stream()
                    .filter(candidate -> !path.contains(candidate) && signed(candidate, current))
                    .findFirst();
        }
        return path;
    }

    private static boolean signed(X509Certificate by, X509Certificate certificate) {
        if (!by.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String pin(X509Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

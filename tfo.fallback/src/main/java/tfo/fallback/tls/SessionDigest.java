package tfo.fallback.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.Identity;
import tfo.api.tls.Trust;

/** The settings that a session of a client depends on, in 64 hexadecimal digits. */
final class SessionDigest {
    private SessionDigest() {}

    static String of(
            Settings.Snapshot common,
            Trust trust,
            @Nullable Identity identity,
            boolean stapleRequired,
            boolean anyone,
            boolean anyHostName) {
        TreeSet<String> anchors = new TreeSet<>();
        trust.anchors().forEach(anchor -> anchors.add(hash(anchor)));
        // In brackets and separated: no two different settings give one text.
        return hash(String.join(
                        "\n",
                        "jsse",
                        common.alpn().stream()
                                .map(p -> hash(p.getBytes(StandardCharsets.ISO_8859_1)))
                                .toList()
                                .toString(),
                        common.oldest().toString(),
                        "trust " + trust.isSystem() + anchors + trust.pins(),
                        "identity "
                                + (identity == null
                                        ? List.of()
                                        : List.of(hash(identity.chain().get(0)))),
                        "checks " + stapleRequired + anyone + anyHostName)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(X509Certificate certificate) {
        try {
            return hash(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate without an encoding", e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

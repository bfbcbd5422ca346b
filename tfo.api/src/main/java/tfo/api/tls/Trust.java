package tfo.api.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whose certificates are believed. Immutable. */
public final class Trust {
    private static final int SHA_256 = 32;

    private final boolean system;
    private final List<X509Certificate> anchors;
    private final Set<String> pins;

    private Trust(boolean system, List<X509Certificate> anchors, Set<String> pins) {
        this.system = system;
        this.anchors = anchors;
        this.pins = pins;
    }

    /**
     * The provider's own idea of the world's authorities: the operating system's store for a native library, the JDK's
     * {@code cacerts} for JSSE.
     */
    public static Trust system() {
        return new Trust(true, List.of(), Set.of());
    }

    /**
     * These authorities, or single self-signed servers, and no others.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Trust certificates(Collection<X509Certificate> anchors) {
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("no certificate to trust");
        }
        return new Trust(false, List.copyOf(anchors), Set.of());
    }

    /**
     * The certificates of this file, PEM or DER, and no others.
     *
     * @throws IOException if it cannot be read
     * @throws TlsException if it holds no certificate, or a broken one
     */
    public static Trust pem(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return certificates(PemText.certificates(in, file.toString()));
        }
    }

    /**
     * The trusted certificates of this key store, and no others.
     *
     * @throws TlsException if it holds none, or is not loaded
     */
    public static Trust keyStore(KeyStore store) throws TlsException {
        try {
            List<X509Certificate> anchors = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate anchor) {
                    anchors.add(anchor);
                }
            }
            if (anchors.isEmpty()) {
                throw new TlsException(
                        TlsException.Reason.MISCONFIGURED, "TRUST", "the key store trusts no certificate");
            }
            return certificates(anchors);
        } catch (KeyStoreException e) {
            throw new TlsException(TlsException.Reason.MISCONFIGURED, "TRUST", "unreadable key store").causedBy(e);
        }
    }

    /**
     * The same, and besides: the public key of one certificate of the peer's chain is one of these. Pins add up.
     *
     * @param sha256 SHA-256 over a DER-encoded SubjectPublicKeyInfo (RFC 7469 section 2.4)
     * @throws IllegalArgumentException if it has not 32 bytes
     */
    public Trust pinned(byte[] sha256) {
        if (sha256.length != SHA_256) {
            throw new IllegalArgumentException("a pin has " + SHA_256 + " bytes, not " + sha256.length);
        }
        Set<String> more = new TreeSet<>(pins);
        more.add(HexFormat.of().formatHex(sha256));
        return new Trust(system, anchors, Collections.unmodifiableSet(more));
    }

    /** Whether the system's authorities are trusted. */
    public boolean isSystem() {
        return system;
    }

    /** The authorities; empty if they are the system's. */
    public List<X509Certificate> anchors() {
        return anchors;
    }

    /** The pins as hexadecimal digits, sorted; empty if any key will do. */
    public Set<String> pins() {
        return pins;
    }

    /** Names the authorities. */
    @Override
    public String toString() {
        String whom = system
                ? "system"
                : anchors.stream()
                        .map(c -> c.getSubjectX500Principal().getName())
                        .collect(Collectors.joining("; "));
        return "Trust[" + whom + (pins.isEmpty() ? "" : ", " + pins.size() + " pins") + "]";
    }
}

package tfo.tls.gnutls.session;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Parses certificates, and keeps a few of those it parsed last: a client meets the same ones on every connection. Safe for use by any
 * thread.
 */
final class Certificates {
    /** A power of two. */
    private static final int SLOTS = 256;

    private static final int TAIL = 16;

    private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(SLOTS);

    /** The certificate with this encoding, which the caller does not change any more. */
    X509Certificate of(byte[] der) throws CertificateException {
        int slot = slot(der);
        Known found = known.get(slot);
        if (found != null && Arrays.equals(found.der, der)) {
            return found.certificate;
        }
        X509Certificate parsed = parsed(der);
        known.set(slot, new Known(der, parsed));
        return parsed;
    }

    // The end is a part of the signature, and so as good as random.
    private static int slot(byte[] der) {
        int hash = 0;
        for (int at = Math.max(0, der.length - TAIL); at < der.length; at++) {
            hash = 31 * hash + der[at];
        }
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }

    private static X509Certificate parsed(byte[] der) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }

    private static final class Known {
        final byte[] der;
        final X509Certificate certificate;

        Known(byte[] der, X509Certificate certificate) {
            this.der = der;
            this.certificate = certificate;
        }
    }
}

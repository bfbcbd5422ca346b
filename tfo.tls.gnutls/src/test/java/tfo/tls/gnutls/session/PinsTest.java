package tfo.tls.gnutls.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PinsTest {
    private final X509Certificate authority = certificate("authority.pem");
    private final X509Certificate issued = certificate("good.pem");

    @Test
    void thePeersOwnKeyAndThatOfItsSignerHold() {
        assertTrue(Pins.hold(pins(issued), List.of(issued)));
        assertTrue(Pins.hold(pins(authority), List.of(issued, authority)));
    }

    @Test
    void aCertificateThatSignedNothingDoesNotHold() {
        // Anybody can send along what everybody knows.
        assertFalse(Pins.hold(pins(issued), List.of(authority, issued)));
    }

    @Test
    void whatIsNotThereDoesNotHold() {
        assertFalse(Pins.hold(pins(authority), List.of(issued)));
        assertFalse(Pins.hold(pins(authority), List.of()));
    }

    private static Set<String> pins(X509Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            return Set.of(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate certificate(String name) {
        try (InputStream in = Objects.requireNonNull(PinsTest.class.getResourceAsStream(name), name)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (java.io.IOException | java.security.cert.CertificateException e) {
            throw new AssertionError(e);
        }
    }
}

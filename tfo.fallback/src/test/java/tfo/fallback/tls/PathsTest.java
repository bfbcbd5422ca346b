package tfo.fallback.tls;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** With certificates and OCSP responses that openssl(1) made to last until 2070. */
class PathsTest {
    private final X509Certificate authority = certificate("authority.pem");
    private final X509Certificate good = certificate("good.pem");
    private final X509Certificate revoked = certificate("revoked.pem");
    private final Paths paths = new Paths(List.of(authority));

    @Test
    void aGoodStapleIsGood() throws Exception {
        assertTrue(paths.isGood(chain(good), response("good.ocsp")));
        assertTrue(paths.isGood(chain(good, authority), response("good.ocsp")));
    }

    @Test
    void aStapleThatSaysRevokedIsARefusal() {
        var thrown =
                assertThrows(CertificateException.class, () -> paths.isGood(chain(revoked), response("revoked.ocsp")));

        assertTrue(thrown.getMessage().contains("revoked"), thrown.getMessage());
    }

    @Test
    void aStapleForAnotherCertificateIsARefusal() {
        assertThrows(CertificateException.class, () -> paths.isGood(chain(revoked), response("good.ocsp")));
    }

    @Test
    void aForgedStapleIsARefusal() throws Exception {
        byte[] forged = response("good.ocsp");
        forged[firstSecond(forged)] ^= 1;

        assertThrows(CertificateException.class, () -> paths.isGood(chain(good), forged));
        assertThrows(CertificateException.class, () -> paths.isGood(chain(good), new byte[] {1, 2, 3}));
    }

    // The last digit of the first time in it, which is within what is signed and remains a digit.
    private static int firstSecond(byte[] response) {
        return new String(response, StandardCharsets.ISO_8859_1).indexOf("Z") - 1;
    }

    @Test
    void whereEverybodyIsBelievedTheChainTellsTheIssuer() throws Exception {
        Paths anyone = new Paths(List.of());

        assertTrue(anyone.isGood(chain(good, authority), response("good.ocsp")));
        assertThrows(
                CertificateException.class, () -> anyone.isGood(chain(revoked, authority), response("revoked.ocsp")));
        assertFalse(anyone.isGood(chain(good), response("good.ocsp")));
    }

    @Test
    void aPinHoldsOnThePathOnly() throws Exception {
        X509Certificate stranger = TestIdentity.localhost().chain().get(0);

        paths.checkPins(chain(good), Set.of(TestIdentity.pin(authority)));
        paths.checkPins(chain(good), Set.of(TestIdentity.pin(good)));
        assertThrows(
                CertificateException.class,
                () -> paths.checkPins(chain(good, stranger), Set.of(TestIdentity.pin(stranger))));
        assertThrows(
                CertificateException.class,
                () -> new Paths(List.of()).checkPins(chain(stranger, authority), Set.of(TestIdentity.pin(authority))));
        new Paths(List.of()).checkPins(chain(good, authority), Set.of(TestIdentity.pin(authority)));
    }

    private static X509Certificate[] chain(X509Certificate... certificates) {
        return certificates;
    }

    private static byte[] response(String name) throws IOException {
        return Base64.getMimeDecoder().decode(resource(name));
    }

    private static X509Certificate certificate(String name) {
        try (InputStream in = PathsTest.class.getResourceAsStream(name)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PathsTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}

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
        paths.checkStaple(chain(good), response("good.ocsp"));
        paths.checkStaple(chain(good, authority), response("good.ocsp"));
    }

    @Test
    void aStapleThatSaysRevokedIsARefusal() {
        var thrown = assertThrows(
                CertificateException.class, () -> paths.checkStaple(chain(revoked), response("revoked.ocsp")));

        assertTrue(thrown.getMessage().contains("revoked"), thrown.getMessage());
    }

    @Test
    void aStapleForAnotherCertificateIsARefusal() {
        assertThrows(CertificateException.class, () -> paths.checkStaple(chain(revoked), response("good.ocsp")));
    }

    @Test
    void aForgedStapleIsARefusal() throws Exception {
        byte[] forged = response("good.ocsp");
        forged[firstSecond(forged)] ^= 1;

        assertThrows(CertificateException.class, () -> paths.checkStaple(chain(good), forged));
        assertThrows(CertificateException.class, () -> paths.checkStaple(chain(good), new byte[] {1, 2, 3}));
    }

    // The last digit of the first time in it, which is within what is signed and remains a digit.
    private static int firstSecond(byte[] response) {
        return new String(response, StandardCharsets.ISO_8859_1).indexOf("Z") - 1;
    }

    @Test
    void aResponderThatHasNoAnswerSaysNothing() throws Exception {
        assertFalse(Paths.isAnswer(new byte[0]));
        assertFalse(Paths.isAnswer(new byte[] {0x30, 3, 0x0a, 1, 3}));

        assertTrue(Paths.isAnswer(new byte[] {0x30, 3, 0x0a, 1, 0}), "a success without the response");
        assertTrue(Paths.isAnswer(new byte[] {0x30, 3, 0x0a, 1, 3, 0}));
        assertTrue(Paths.isAnswer(new byte[] {1, 2, 3, 4, 5}));
        assertTrue(Paths.isAnswer(response("good.ocsp")));
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

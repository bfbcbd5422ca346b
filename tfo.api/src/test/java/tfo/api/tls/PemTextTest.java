package tfo.api.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTextTest {
    private static PrivateKey key(String text) throws TlsException {
        return PemText.privateKey(Pem.bytes(text), "own.key");
    }

    private static List<X509Certificate> certificates(byte[] bytes) throws IOException {
        return PemText.certificates(new ByteArrayInputStream(bytes), "chain.pem");
    }

    private static void assertMisconfigured(String says, String text) {
        TlsException refused = assertThrows(TlsException.class, () -> key(text));
        assertEquals(TlsException.Reason.MISCONFIGURED, refused.reason());
        assertTrue(String.valueOf(refused.getMessage()).contains("own.key"), refused::toString);
        assertTrue(String.valueOf(refused.getMessage()).contains(says), refused::toString);
    }

    // Two encodings of one key of EC need not be equal: the public half is optional.
    private static void assertSameNumber(KeyPair expected, PrivateKey actual) {
        assertEquals(((ECPrivateKey) expected.getPrivate()).getS(), ((ECPrivateKey) actual).getS());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519", "Ed448", "RSASSA-PSS"})
    void keysInPkcs8AreRead(String algorithm) throws Exception {
        PrivateKey key =
                KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();

        assertEquals(key, key(Pem.text("PRIVATE KEY", key.getEncoded())));
    }

    @Test
    void theOlderFormOfRsaIsRead() throws Exception {
        KeyPair pair = Pem.rsa();

        assertEquals(pair.getPrivate(), key(Pem.text("RSA PRIVATE KEY", Pem.pkcs1(pair))));
    }

    @Test
    void theOlderFormOfEcIsRead() throws Exception {
        KeyPair pair = Pem.ec();

        assertSameNumber(pair, key(Pem.text("EC PRIVATE KEY", Pem.sec1(pair, Pem.P256))));
    }

    /** OpenSSL writes it with the public half, which makes it longer than 127 bytes once it is wrapped. */
    @Test
    void theOlderFormOfEcIsReadWithItsPublicHalf() throws Exception {
        KeyPair pair = Pem.ec();

        assertSameNumber(pair, key(Pem.text("EC PRIVATE KEY", Pem.sec1WithPublicKey(pair))));
    }

    @Test
    void whatStandsAroundTheKeyIsPassedOver() throws Exception {
        KeyPair pair = Pem.ec();
        String text = "Bag Attributes\r\n" + Pem.text("EC PARAMETERS", Pem.P256)
                + Pem.text("EC PRIVATE KEY", Pem.sec1(pair, Pem.P256)).replace("\n", "\r\n")
                + Pem.text("PRIVATE KEY", Pem.ec().getPrivate().getEncoded());

        assertSameNumber(pair, key(text));
    }

    @Test
    void whatIsNoKeyIsSaidToBeNone() throws Exception {
        byte[] der = Pem.ec().getPrivate().getEncoded();

        assertMisconfigured("no private key", "");
        assertMisconfigured("no private key", "nonsense");
        assertMisconfigured("no private key", Pem.text("PRIVATE KEY", der).replace("END PRIVATE", "END SPOILT"));
        assertMisconfigured("Base64", "-----BEGIN PRIVATE KEY-----\nMIG=HA\n-----END PRIVATE KEY-----\n");
        assertMisconfigured("not a private key", Pem.text("PRIVATE KEY", new byte[40]));
        assertMisconfigured("DSA", Pem.text("DSA PRIVATE KEY", der));
        assertMisconfigured("curve", Pem.text("EC PRIVATE KEY", Pem.sec1(Pem.ec(), new byte[0])));
    }

    @Test
    void anEncryptedKeyIsSaidToBeEncrypted() throws Exception {
        byte[] der = Pem.ec().getPrivate().getEncoded();
        String old = Pem.text("RSA PRIVATE KEY", der)
                .replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nM");

        assertMisconfigured("encrypted", Pem.text("ENCRYPTED PRIVATE KEY", der));
        assertMisconfigured("encrypted", old);
    }

    @Test
    void brokenKeysOfTheOlderFormsAreRefusedAndNothingElseHappens() throws Exception {
        Random random = new Random(5915);
        byte[] der = Pem.sec1(Pem.ec(), Pem.P256);
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = Arrays.copyOf(der, random.nextInt(der.length + 1));
            for (int j = 0; j < broken.length / 8; j++) {
                broken[random.nextInt(random.nextBoolean() ? broken.length : Math.min(8, broken.length))] =
                        (byte) random.nextInt();
            }
            try {
                key(Pem.text("EC PRIVATE KEY", broken));
            } catch (TlsException e) {
                assertEquals(TlsException.Reason.MISCONFIGURED, e.reason());
            }
        }
    }

    @Test
    void aCurveThatClaimsTwoGigabytesTakesNone() {
        assertMisconfigured(
                "broken", Pem.text("EC PRIVATE KEY", HexFormat.of().parseHex("3010020101a0847fffff00060100")));
    }

    @Test
    void certificatesAreReadInTheirOrder() throws IOException {
        List<X509Certificate> chain = certificates(Pem.chain());

        assertEquals(
                List.of("CN=leaf.example", "CN=test authority"),
                chain.stream().map(c -> c.getSubjectX500Principal().getName()).toList());
    }

    @Test
    void oneCertificateMayBeInDer() throws IOException, GeneralSecurityException {
        X509Certificate leaf = Pem.certificates().get(0);

        assertEquals(List.of(leaf), certificates(leaf.getEncoded()));
    }

    @Test
    void aKeyAndTextsBesideTheCertificatesArePassedOver() throws Exception {
        String chain = new String(Pem.chain(), StandardCharsets.US_ASCII);
        String key = Pem.text("PRIVATE KEY", Pem.ec().getPrivate().getEncoded());

        assertEquals(Pem.certificates(), certificates(Pem.bytes(key + chain)));
        assertEquals(Pem.certificates(), certificates(Pem.bytes("Certificate:\n  Version: 1\n" + chain + key)));
    }

    @Test
    void whatIsNoCertificateIsSaidToBeNone() {
        for (String text : List.of("", "nonsense", Pem.text("CERTIFICATE", new byte[100]))) {
            TlsException refused = assertThrows(TlsException.class, () -> certificates(Pem.bytes(text)));

            assertEquals(TlsException.Reason.MISCONFIGURED, refused.reason());
            assertTrue(String.valueOf(refused.getMessage()).contains("chain.pem"), refused::toString);
        }
    }
}

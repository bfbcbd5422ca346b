package tfo.api.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Keys and certificates as texts, written independently of the code that reads them. */
final class Pem {
    /** prime256v1 as an object identifier in DER. */
    static final byte[] P256 = HexFormat.of().parseHex("06082a8648ce3d030107");

    private Pem() {}

    /** leaf.example, and the authority that signed it. */
    static byte[] chain() throws IOException {
        try (InputStream in = Objects.requireNonNull(Pem.class.getResourceAsStream("chain.pem"))) {
            return in.readAllBytes();
        }
    }

    static List<X509Certificate> certificates() throws IOException {
        return PemText.certificates(new java.io.ByteArrayInputStream(chain()), "chain");
    }

    static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    static KeyPair ec() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** A text of this type, in lines of 64 characters. */
    static String text(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** RSAPrivateKey, RFC 8017 appendix A.1.2. */
    static byte[] pkcs1(KeyPair pair) {
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair.getPrivate();
        return sequence(
                integer(BigInteger.ZERO),
                integer(key.getModulus()),
                integer(key.getPublicExponent()),
                integer(key.getPrivateExponent()),
                integer(key.getPrimeP()),
                integer(key.getPrimeQ()),
                integer(key.getPrimeExponentP()),
                integer(key.getPrimeExponentQ()),
                integer(key.getCrtCoefficient()));
    }

    /** ECPrivateKey, RFC 5915 section 3, with these parameters; without any if they are empty. */
    static byte[] sec1(KeyPair pair, byte[] parameters) {
        byte[] scalar = new byte[32];
        byte[] number = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
        int length = Math.min(32, number.length);
        System.arraycopy(number, number.length - length, scalar, 32 - length, length);
        byte[] optional = parameters.length == 0 ? new byte[0] : value(0xA0, parameters);
        return sequence(integer(BigInteger.ONE), value(0x04, scalar), optional);
    }

    /** The same with the public half, RFC 5915 section 3. */
    static byte[] sec1WithPublicKey(KeyPair pair) {
        byte[] without = sec1(pair, P256);
        byte[] info = pair.getPublic().getEncoded();
        byte[] bits = Arrays.copyOfRange(info, info.length - 68, info.length);
        return sequence(Arrays.copyOfRange(without, 2, without.length), value(0xA1, bits));
    }

    private static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    private static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return value(0x30, all.toByteArray());
    }

    private static byte[] value(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length > 0xFF) {
            out.write(0x82);
            out.write(content.length >> 8);
        } else if (content.length >= 0x80) {
            out.write(0x81);
        }
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }
}

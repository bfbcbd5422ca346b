package tfo.api.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Wraps the older encodings of private keys into PKCS#8 (RFC 5958). */
final class Pkcs8 {
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0;
    // rsaEncryption with its NULL (RFC 8017); id-ecPublicKey (RFC 5480).
    private static final byte[] RSA = {0x06, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0};
    private static final byte[] EC = {0x06, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};
    private static final byte[] VERSION = {INTEGER, 1, 0};

    private Pkcs8() {}

    /** Of an RSAPrivateKey, RFC 8017 appendix A.1.2. */
    static byte[] ofRsa(byte[] key) {
        return of(RSA, key);
    }

    /** Of an ECPrivateKey, RFC 5915 section 3; it must name its curve. */
    static byte[] ofEc(byte[] key, String name) throws TlsException {
        return of(join(EC, curve(key, name)), key);
    }

    private static byte[] of(byte[] algorithm, byte[] key) {
        return wrap(SEQUENCE, join(VERSION, wrap(SEQUENCE, algorithm), wrap(OCTETS, key)));
    }

    // SEQUENCE { INTEGER 1, OCTET STRING key, [0] parameters, ... }: the object identifier inside [0].
    private static byte[] curve(byte[] key, String name) throws TlsException {
        try {
            int at = content(key, 0);
            while (at < key.length) {
                int begin = content(key, at);
                int end = begin + length(key, at);
                Objects.checkFromToIndex(begin, end, key.length);
                if ((key[at] & 0xFF) == PARAMETERS) {
                    return Arrays.copyOfRange(key, begin, end);
                }
                at = end;
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw PemText.misconfigured(name + ": broken EC private key").causedBy(e);
        }
        throw PemText.misconfigured(name + ": the EC private key does not name its curve");
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = Math.addExact(Math.multiplyExact(length, 256), der[at + 2 + i] & 0xFF);
        }
        return length;
    }

    private static byte[] wrap(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        // DER takes the shortest form of a length (X.690 section 10.1), and the JDK insists.
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            // Up to 65,535 bytes: an RSA key of 16,384 bits takes 9,300.
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

package tfo.tls.gnutls.session;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;

/** PKCS#8 of EC keys with the public key inside (RFC 5915 section 3), which the JDK leaves out and GnuTLS insists on. */
final class EcKey {
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PUBLIC_KEY = 0xA1;
    private static final int LONG_FORM = 0x80;

    private EcKey() {}

    /** The private key, with the public one of its certificate. */
    static byte[] pkcs8(ECPrivateKey key, PublicKey matching) {
        byte[] info = matching.getEncoded();
        int algorithm = content(info, 0);
        int point = end(info, algorithm);
        byte[] algorithmBytes = Arrays.copyOfRange(info, algorithm, point);
        byte[] pointBytes = Arrays.copyOfRange(info, point, info.length);
        int size = (key.getParams().getCurve().getField().getFieldSize() + Byte.SIZE - 1) / Byte.SIZE;
        byte[] secret = unsigned(key.getS(), size);
        byte[] ecKey =
                wrap(SEQUENCE, wrap(INTEGER, new byte[] {1}), wrap(OCTETS, secret), wrap(PUBLIC_KEY, pointBytes));
        byte[] pkcs8 = wrap(SEQUENCE, wrap(INTEGER, new byte[] {0}), algorithmBytes, wrap(OCTETS, ecKey));
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(ecKey, (byte) 0);
        return pkcs8;
    }

    private static byte[] unsigned(BigInteger value, int size) {
        byte[] signed = value.toByteArray();
        byte[] bytes = new byte[size];
        int n = Math.min(signed.length, size);
        System.arraycopy(signed, signed.length - n, bytes, size - n, n);
        return bytes;
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < LONG_FORM ? 0 : first - LONG_FORM);
    }

    private static int end(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        int length = first;
        if (first >= LONG_FORM) {
            length = 0;
            for (int i = at + 2; i < content(der, at); i++) {
                length = (length << Byte.SIZE) + (der[i] & 0xFF);
            }
        }
        return content(der, at) + length;
    }

    private static byte[] wrap(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() < LONG_FORM) {
            out.write(content.size());
        } else {
            out.write(LONG_FORM + 2);
            out.write(content.size() >> Byte.SIZE);
            out.write(content.size());
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}

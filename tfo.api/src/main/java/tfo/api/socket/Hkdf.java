package tfo.api.socket;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF by HMAC-SHA256, RFC 5869. */
final class Hkdf {
    private static final String ALGORITHM = "HmacSHA256";

    private Hkdf() {}

    /** Section 2.2: a key of 32 bytes out of what was keyed unevenly. */
    static byte[] extract(byte[] salt, byte[] input) {
        return mac(salt).doFinal(input);
    }

    /** Section 2.3, its first block: 32 bytes for this purpose. */
    static byte[] expand(byte[] key, byte[] info) {
        Mac mac = mac(key);
        mac.update(info);
        return mac.doFinal(new byte[] {1});
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            // Every Java platform has it, and takes keys of any length but none.
            throw new IllegalStateException(e);
        }
    }
}

package tfo.tls.gnutls.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tfo.api.tls.SessionSecret;

/** What is derived from a secret, each for one purpose: HMAC-SHA-256 of the purpose's name under the secret. */
final class SecretKeys {
    private static final String HMAC = "HmacSHA256";
    private static final int ID = 8;

    private SecretKeys() {}

    /** The key under which sessions are encrypted. */
    static SecretKeySpec encryption(SessionSecret secret) {
        byte[] key = derive(secret, "tfo session seal");
        try {
            return new SecretKeySpec(key, "AES");
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Tells secrets apart and nothing else of them. */
    static byte[] id(SessionSecret secret) {
        return Arrays.copyOf(derive(secret, "tfo session secret id"), ID);
    }

    /** The key under which the names of files are made. */
    static byte[] names(SessionSecret secret) {
        return derive(secret, "tfo session file names");
    }

    private static byte[] derive(SessionSecret secret, String purpose) {
        byte[] bytes = secret.bytes();
        try {
            return hmac(bytes, purpose.getBytes(StandardCharsets.US_ASCII));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}

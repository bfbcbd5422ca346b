package tfo.api.tls;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Half of the SHA-256 of an identifier. Two that share it, which nobody finds, would have the second refused. */
record ReplayDigest(long high, long low) {

    static ReplayDigest of(byte[] id) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(id));
        return new ReplayDigest(hash.getLong(), hash.getLong());
    }

    private static byte[] sha256(byte[] id) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(id);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** In 32 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}

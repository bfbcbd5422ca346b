package tfo.testkit.peer;

import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * How many bytes went one way, and their checksum: equal if they arrived all, once, and in order.
 *
 * @param length how many
 * @param checksum their CRC-32
 */
public record Payload(long length, long checksum) {

    /** What these bytes are. */
    public static Payload of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    private static Payload of(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return new Payload(length, sum.getValue());
    }

    /** Bytes of which no part resembles another, the same for the same seed. */
    public static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /** Reads to the end. */
    public static Payload readAll(InputStream in) throws IOException {
        CRC32 sum = new CRC32();
        byte[] part = new byte[64 * 1024];
        long length = 0;
        for (int n = in.read(part); n >= 0; n = in.read(part)) {
            sum.update(part, 0, n);
            length += n;
        }
        return new Payload(length, sum.getValue());
    }
}

package tfo.lab.wire;

/** The Internet checksum (RFC 1071) and its update in place (RFC 1624). */
final class Checksum {
    private Checksum() {}

    /** The checksum field {@code old} after a 16-bit word changed from {@code before} to {@code after}: RFC 1624, equation 3. */
    static int update(int old, int before, int after) {
        return ~fold((~old & 0xFFFF) + (~before & 0xFFFF) + after) & 0xFFFF;
    }

    /** Sums the 16-bit words of a stretch of the frame; an odd last byte counts as if a zero followed. */
    static long sum(Frame frame, int at, int length) {
        long sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += frame.u16(at + i);
        }
        return (length & 1) == 0 ? sum : sum + ((long) frame.u8(at + length - 1) << 8);
    }

    /** The checksum field for a sum of words. */
    static int of(long sum) {
        return ~fold(sum) & 0xFFFF;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded > 0xFFFF) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) folded;
    }
}

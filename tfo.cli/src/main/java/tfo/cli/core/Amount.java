package tfo.cli.core;

import java.util.List;
import java.util.Locale;

/** Numbers of bytes for people, in the units of the SI: {@code 94 B}, {@code 3.0 MB}, {@code 121.3 MB/s}. */
public final class Amount {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

    private Amount() {}

    /** So many bytes. */
    public static String bytes(long bytes) {
        return text((double) bytes);
    }

    /** So many bytes each second. */
    public static String perSecond(double bytes) {
        return text(bytes) + "/s";
    }

    // Below ten thousand bytes there are no more of them than the shorter text would have digits.
    private static String text(double bytes) {
        if (bytes < 9999.5) {
            return String.format(Locale.ROOT, "%.0f B", bytes);
        }
        double amount = bytes;
        int unit = 0;
        // What would be rounded to a thousand is one of the next unit.
        while (amount >= 999.95 && unit < UNITS.size() - 1) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS.get(unit));
    }
}

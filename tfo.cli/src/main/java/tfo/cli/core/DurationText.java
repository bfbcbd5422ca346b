package tfo.cli.core;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 50ms}, {@code 2s}, {@code 1.5s}, {@code 3m}, {@code 250us}, or ISO 8601's {@code PT1S}. */
public final class DurationText {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(us|ms|s|m|h)");

    private DurationText() {}

    /**
     * Reads a duration that is not negative.
     *
     * @throws IllegalArgumentException if the text is none, with a message that shows how to write one
     */
    public static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * nanos(matcher.group(2))));
        }
        Duration duration = parseIso(text);
        if (duration.isNegative()) {
            throw new IllegalArgumentException("'" + text + "' is negative");
        }
        return duration;
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            default -> 3600e9;
        };
    }

    private static Duration parseIso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no duration: write 50ms, 2s or PT1S", e);
        }
    }

    /** Milliseconds with their fraction, the unit of every report. */
    public static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /** The duration in the unit that reads best, such as {@code 50.2 ms} or {@code 2.0 s}. */
    public static String words(Duration duration) {
        double millis = millis(duration);
        return millis < 1000
                ? String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.1f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1000);
    }
}

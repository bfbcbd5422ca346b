package tfo.lab;

import java.time.Duration;
import java.util.Arrays;

/**
 * What the line's round trip really is, by ICMP echo.
 *
 * @param rounds how many echoes
 * @param p50 the median, in milliseconds
 * @param p95 what 95 of 100 echoes did not exceed, in milliseconds
 */
public record Calibration(int rounds, double p50, double p95) {

    static Calibration of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Calibration(sorted.length, quantile(sorted, 0.5), quantile(sorted, 0.95));
    }

    private static double quantile(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }

    /** How many of these round trips fit into a time. */
    public double roundTrips(Duration time) {
        return time.toNanos() / 1e6 / p50;
    }
}

package tfo.bench;

import java.util.Arrays;
import java.util.Collection;

/** Quantiles of a few values; always one of them. */
final class Quantile {
    private Quantile() {}

    static double median(Collection<Double> values) {
        return of(0.5, values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double of(double share, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))];
    }
}

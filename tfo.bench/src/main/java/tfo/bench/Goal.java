package tfo.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a figure is to be. A goal about time that one run misses is not missed yet: the best of three processes counts.
 *
 * @param what which figure, and its limit, in words
 * @param measured the figure
 * @param met whether it keeps the limit
 */
record Goal(String what, double measured, boolean met) {

    static Goal atMost(String what, double limit, double measured) {
        return new Goal(what + " <= " + limit, measured, measured <= limit);
    }

    static Goal atLeast(String what, double limit, double measured) {
        return new Goal(what + " >= " + limit, measured, measured >= limit);
    }

    static Goal exactly(String what, double wanted, double measured) {
        return new Goal(what + " = " + wanted, measured, measured == wanted);
    }

    /** Something that is to happen as often as it can. */
    static Goal always(String what, long times, long chances) {
        return new Goal(what + ", times of " + chances, times, times == chances);
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("goal", what);
        tree.put("measured", rounded());
        tree.put("met", met);
        return tree;
    }

    String text() {
        return (met ? "met     " : "missed  ") + what + ": " + rounded();
    }

    private double rounded() {
        return Math.round(measured * 1000) / 1000.0;
    }
}

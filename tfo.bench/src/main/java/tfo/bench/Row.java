package tfo.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One line of a result: a name, and what was measured under it. */
final class Row {
    private final Map<String, Object> cells = new LinkedHashMap<>();

    Row(String name) {
        cells.put("name", name);
    }

    Row with(String column, Object value) {
        cells.put(column, value);
        return this;
    }

    /** A number with so many digits after the point. */
    Row with(String column, double value, int digits) {
        double unit = Math.pow(10, digits);
        return with(column, Math.round(value * unit) / unit);
    }

    Map<String, Object> cells() {
        return Collections.unmodifiableMap(cells);
    }
}

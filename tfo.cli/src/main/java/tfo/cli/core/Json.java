package tfo.cli.core;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259): strings, numbers, booleans, null, lists, maps and {@link JsonObject}s, on one line. */
public final class Json {
    private static final int DECIMALS = 3;

    private Json() {}

    /**
     * The value as JSON text, ASCII only.
     *
     * @throws IllegalArgumentException for a number that is not finite, or a type that has no place in JSON
     */
    public static String text(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Double number) {
            out.append(decimal(number));
        } else if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
            out.append(value);
        } else if (value instanceof String || value instanceof Enum<?>) {
            quote(out, value.toString());
        } else if (value instanceof JsonObject object) {
            appendMap(out, object.members());
        } else if (value instanceof Iterable<?> items) {
            appendList(out, items.iterator());
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
        }
    }

    private static void appendMap(StringBuilder out, Map<String, @Nullable Object> members) {
        String separator = "{";
        for (var member : members.entrySet()) {
            out.append(separator);
            quote(out, member.getKey());
            out.append(':');
            append(out, member.getValue());
            separator = ",";
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static void appendList(StringBuilder out, Iterator<?> items) {
        out.append('[');
        while (items.hasNext()) {
            append(out, items.next());
            if (items.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private static String decimal(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("no JSON for " + number);
        }
        return BigDecimal.valueOf(number)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        text.chars().forEach(unit -> appendUnit(out, (char) unit));
        out.append('"');
    }

    private static void appendUnit(StringBuilder out, char unit) {
        switch (unit) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (unit < ' ' || unit > '~') {
                    out.append(String.format("\\u%04x", (int) unit));
                } else {
                    out.append(unit);
                }
            }
        }
    }
}

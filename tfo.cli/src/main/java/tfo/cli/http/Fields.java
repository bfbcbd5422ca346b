package tfo.cli.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The header fields of a message in their order. Immutable. */
public final class Fields {
    // RFC 9110 section 5.6.2: the characters of a token.
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]*";

    private final List<Field> fields;

    private Fields(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /**
     * One field.
     *
     * @param name a token; its case does not matter
     * @param value without white space around it, and without control characters
     */
    public record Field(String name, String value) {

        /** Checks that neither part can break out of its line. */
        public Field {
            if (!name.matches(TOKEN)) {
                throw new IllegalArgumentException("'" + name + "' is no field name");
            }
            if (!value.matches(VALUE)) {
                throw new IllegalArgumentException("the value of " + name + " has control characters");
            }
        }

        /**
         * Reads {@code Name: value}.
         *
         * @throws IllegalArgumentException if it is not that
         */
        public static Field parse(String line) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("'" + line + "' is no header field: write Name: value");
            }
            return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    static Fields parse(List<String> lines) throws HttpException {
        List<Field> fields = new ArrayList<>();
        try {
            lines.forEach(line -> fields.add(Field.parse(line)));
        } catch (IllegalArgumentException e) {
            throw HttpException.bad(String.valueOf(e.getMessage()));
        }
        return new Fields(fields);
    }

    /** The values of all fields of this name. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** The value of the first field of this name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    boolean has(String name) {
        return first(name).isPresent();
    }

    /** Whether the list that this field holds names the token, in any case. */
    boolean lists(String name, String token) {
        return all(name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(item -> item.strip().equalsIgnoreCase(token));
    }
}

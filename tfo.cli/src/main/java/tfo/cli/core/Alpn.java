package tfo.cli.core;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Application protocols (RFC 7301) as written on a command line: {@code http/1.1} or {@code h2,http/1.1}; nothing for none.
 *
 * @param names most wanted first
 */
public record Alpn(List<String> names) {
    /** No protocol. */
    public static final Alpn NONE = new Alpn(List.of());

    private static final int LONGEST = 255;

    /** Copies the names. */
    public Alpn {
        names = List.copyOf(names);
    }

    /**
     * Reads names that are separated by commas.
     *
     * @throws IllegalArgumentException if one is empty or too long for a ClientHello
     */
    public static Alpn parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        List<String> names = List.of(text.split(",", -1));
        for (String name : names) {
            boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(name);
            if (name.isEmpty() || name.length() > LONGEST || !latin) {
                throw new IllegalArgumentException("'" + name + "' is no application protocol");
            }
        }
        return new Alpn(names);
    }
}

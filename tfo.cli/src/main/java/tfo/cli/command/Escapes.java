package tfo.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes written as text: {@code \r}, {@code \n}, {@code \t}, {@code \\} and {@code \xHH}; all else stands for its UTF-8 bytes. */
final class Escapes {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:([rnt\\\\])|x([0-9a-fA-F]{2}))");

    private Escapes() {}

    /** The bytes. */
    static byte[] bytes(String text) {
        String latin = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return ESCAPE.matcher(latin)
                .replaceAll(match -> Matcher.quoteReplacement(character(match)))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String character(MatchResult match) {
        if (match.group(2) != null) {
            return String.valueOf((char) Integer.parseInt(match.group(2), 16));
        }
        return switch (match.group(1)) {
            case "r" -> "\r";
            case "n" -> "\n";
            case "t" -> "\t";
            default -> "\\";
        };
    }
}

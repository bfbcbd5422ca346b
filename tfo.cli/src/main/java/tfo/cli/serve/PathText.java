package tfo.cli.serve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The path of a URL, taken apart and put together (RFC 3986). */
final class PathText {
    private static final String UNRESERVED = "-._~!$&'()*+,;=:@";

    private PathText() {}

    /** The decoded segments; empty if one of them is not plain: wrongly encoded, with a slash or a control character, or dots. */
    static Optional<List<String>> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String raw : path.split("/", -1)) {
            Optional<String> segment = decode(raw);
            if (segment.isEmpty() || !isPlain(segment.get())) {
                return Optional.empty();
            }
            if (!raw.isEmpty()) {
                segments.add(segment.get());
            }
        }
        return Optional.of(segments);
    }

    private static boolean isPlain(String segment) {
        return !segment.equals(".")
                && !segment.equals("..")
                && segment.chars().allMatch(c -> c >= ' ' && c != 0x7f && c != '/');
    }

    private static Optional<String> decode(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '%') {
                bytes.write(raw.charAt(i));
            } else if (raw.substring(i + 1).matches("(?s)[0-9a-fA-F]{2}.*")) {
                bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The path of a folder, encoded. */
    static String ofFolder(List<String> segments) {
        StringBuilder path = new StringBuilder("/");
        segments.forEach(segment -> path.append(encode(segment)).append('/'));
        return path.toString();
    }

    private static String encode(String segment) {
        StringBuilder text = new StringBuilder();
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }
}

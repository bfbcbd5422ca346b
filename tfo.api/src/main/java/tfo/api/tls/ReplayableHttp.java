package tfo.api.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells a GET or HEAD without query and body from everything else, by RFC 9112 read strictly. */
final class ReplayableHttp {
    private static final int LONGEST = 16 * 1024;
    private static final String END = "\r\n\r\n";

    // In origin-form or absolute-form, without a query: visible ASCII but "?", and "#", which has no place there.
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(GET|HEAD) (/|https?://)[!-~&&[^?#]]* HTTP/1\\.[01]", Pattern.CASE_INSENSITIVE);

    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+\\-.^_`|~0-9A-Za-z]+):[!-~\u0080-\u00FF \t]*");

    /** A body, or another protocol behind this one; or what no one is to do twice without knowing. */
    private static final Set<String> FOREIGN = Set.of("content-length", "transfer-encoding", "upgrade", "expect");

    private ReplayableHttp() {}

    static boolean isReplayable(ByteBuffer request) {
        if (request.remaining() > LONGEST) {
            return false;
        }
        String text = StandardCharsets.ISO_8859_1.decode(request.slice()).toString();
        // One request and nothing behind it: the end of the head is the end.
        if (text.indexOf(END) != text.length() - END.length() || text.length() <= END.length()) {
            return false;
        }
        List<String> lines =
                List.of(text.substring(0, text.length() - END.length()).split("\r\n", -1));
        return isRead(lines.get(0)) && lines.stream().skip(1).allMatch(ReplayableHttp::isHarmless);
    }

    // Methods are case-sensitive; the scheme is not.
    private static boolean isRead(String line) {
        boolean safe = line.startsWith("GET ") || line.startsWith("HEAD ");
        return safe && line.contains(" HTTP/1.") && REQUEST_LINE.matcher(line).matches();
    }

    private static boolean isHarmless(String line) {
        var field = FIELD.matcher(line);
        return field.matches() && !FOREIGN.contains(field.group(1).toLowerCase(Locale.ROOT));
    }
}

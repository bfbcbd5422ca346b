package tfo.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A final response up to its body.
 *
 * @param status 200 to 599
 * @param fields the header fields
 */
public record ResponseHead(int status, Fields fields) {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");
    private static final int MAX_INTERIM = 16;

    /**
     * Reads the head of the final response; interim ones (1xx) are passed over.
     *
     * @throws HttpException if this is no HTTP/1.1, or larger than any honest head
     * @throws EOFException if the peer closes before
     */
    public static ResponseHead read(InputStream in) throws IOException {
        for (int interim = 0; interim <= MAX_INTERIM; interim++) {
            List<String> lines = new HeadReader(in)
                    .lines()
                    .orElseThrow(() -> new EOFException("the server closed the connection without an answer"));
            int status = status(lines.get(0));
            if (status >= 200) {
                return new ResponseHead(status, Fields.parse(lines.subList(1, lines.size())));
            }
        }
        throw HttpException.bad("more than " + MAX_INTERIM + " interim responses");
    }

    private static int status(String line) throws HttpException {
        Matcher matcher = STATUS_LINE.matcher(line);
        if (!matcher.matches()) {
            throw HttpException.bad("the server does not answer in HTTP/1.1");
        }
        return Integer.parseInt(matcher.group(1));
    }
}

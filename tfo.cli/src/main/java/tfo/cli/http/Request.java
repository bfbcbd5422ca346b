package tfo.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request up to its body, as a server reads it.
 *
 * @param method such as GET, in upper case
 * @param path the path of the request, still percent-encoded, without the query
 * @param keepAlive whether the client wants to go on after the answer
 * @param body whether a body follows
 */
public record Request(String method, String path, boolean keepAlive, boolean body) {
    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,20}) (/[!-~]*) HTTP/(\\d)\\.(\\d)");

    /**
     * Reads the next request; the packets it came in do not matter.
     *
     * @return empty if the client closed instead
     * @throws HttpException if it is not HTTP/1.1, or larger than any honest request
     */
    public static Optional<Request> read(InputStream in) throws IOException {
        Optional<List<String>> lines = new HeadReader(in).lines();
        return lines.isEmpty() ? Optional.empty() : Optional.of(parse(lines.get()));
    }

    private static Request parse(List<String> lines) throws HttpException {
        Matcher line = REQUEST_LINE.matcher(lines.get(0));
        if (!line.matches()) {
            throw HttpException.bad("no request line");
        }
        if (!line.group(3).equals("1")) {
            throw new HttpException(505, "HTTP/" + line.group(3) + " is not spoken here");
        }
        boolean old = line.group(4).equals("0");
        Fields fields = Fields.parse(lines.subList(1, lines.size()));
        checkHost(fields, old);
        String path = line.group(2).split("\\?", 2)[0];
        return new Request(line.group(1), path, keepAlive(fields, old), body(fields));
    }

    private static void checkHost(Fields fields, boolean old) throws HttpException {
        int hosts = fields.all("Host").size();
        if (hosts > 1 || (hosts == 0 && !old)) {
            throw HttpException.bad(hosts + " Host fields");
        }
    }

    private static boolean body(Fields fields) throws HttpException {
        List<String> lengths = fields.all("Content-Length");
        return fields.has("Transfer-Encoding") || (!lengths.isEmpty() && ContentLength.of(lengths) > 0);
    }

    private static boolean keepAlive(Fields fields, boolean old) {
        return old ? fields.lists("Connection", "keep-alive") : !fields.lists("Connection", "close");
    }
}

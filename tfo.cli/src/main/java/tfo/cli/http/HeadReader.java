package tfo.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads lines that end with CRLF or LF up to the empty one, within limits. The stream should be buffered. */
final class HeadReader {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_LINES = 200;

    private final InputStream in;
    private int budget = MAX_BYTES;

    HeadReader(InputStream in) {
        this.in = in;
    }

    /** The lines before the empty one, the start line first; empty if the stream ends before the first byte. */
    Optional<List<String>> lines() throws IOException {
        Optional<String> start = startLine();
        if (start.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>(List.of(start.get()));
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (lines.size() == MAX_LINES) {
                throw new HttpException(431, "more than " + MAX_LINES + " header fields");
            }
            lines.add(line);
        }
        return Optional.of(lines);
    }

    /** Passes over the trailer section of a chunked body. */
    void trailers() throws IOException {
        for (int count = 0; !line().isEmpty(); count++) {
            if (count == MAX_LINES) {
                throw new HttpException(431, "more than " + MAX_LINES + " trailer fields");
            }
        }
    }

    // RFC 9112 section 2.2: a robust server skips empty lines before the request.
    private Optional<String> startLine() throws IOException {
        int first = in.read();
        while (first == '\r' || first == '\n') {
            spend();
            first = in.read();
        }
        return first < 0 ? Optional.empty() : Optional.of(line(first));
    }

    String line() throws IOException {
        return line(in.read());
    }

    private String line(int first) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = first;
        for (; next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the peer closed in the middle of a header");
            }
            spend();
            line.append((char) next);
        }
        boolean endsWithCr = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
        return endsWithCr ? line.substring(0, line.length() - 1) : line.toString();
    }

    private void spend() throws HttpException {
        if (--budget < 0) {
            throw new HttpException(431, "a header of more than " + MAX_BYTES + " bytes");
        }
    }
}

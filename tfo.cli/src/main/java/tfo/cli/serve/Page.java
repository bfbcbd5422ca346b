package tfo.cli.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer to a request.
 *
 * @param status the status code
 * @param fields header fields beside Content-Length and Connection
 * @param length of the body in bytes
 * @param body the body
 */
record Page(int status, Map<String, String> fields, long length, Body body) {

    /** Writes exactly the page's length, or throws. */
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static Page text(int status, String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        return new Page(
                status, Map.of("Content-Type", "text/plain; charset=utf-8"), bytes.length, out -> out.write(bytes));
    }

    Page with(String name, String value) {
        Map<String, String> more = new TreeMap<>(fields);
        more.put(name, value);
        return new Page(status, more, length, body);
    }
}

package tfo.cli.serve;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tfo.cli.http.HttpException;
import tfo.cli.http.Request;

/** Answers GET and HEAD with pages, as many requests as the client sends on a connection. */
final class HttpService implements Service {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int LINGER_BYTES = 256 * 1024;
    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK",
            301, "Moved Permanently",
            400, "Bad Request",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            425, "Too Early",
            431, "Request Header Fields Too Large",
            505, "HTTP Version Not Supported");

    private final Pages pages;
    private final ServeLog log;
    private final AtomicLong executed = new AtomicLong();

    HttpService(Pages pages, ServeLog log) {
        this.pages = pages;
        this.log = log;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        InputStream in = new BufferedInputStream(wire.input());
        // One write per answer that fits: head and body share their packets.
        OutputStream out = new BufferedOutputStream(wire.output(), 64 * 1024);
        try {
            while (answerNext(wire, in, out)) {
                out.flush();
            }
        } catch (HttpException e) {
            write(out, Page.text(e.status(), String.valueOf(e.getMessage())), false, true);
        }
        out.flush();
        linger(wire, in);
    }

    private boolean answerNext(Wire wire, InputStream in, OutputStream out) throws IOException {
        wire.expectWithin(REQUEST_LIMIT);
        wire.nextRequest(in.available() > 0);
        Optional<Request> request = Request.read(in);
        if (request.isEmpty()) {
            return false;
        }
        boolean goesOn = request.get().keepAlive() && !request.get().body();
        boolean withBody = !request.get().method().equals("HEAD");
        write(out, page(request.get(), wire.early()), goesOn, withBody);
        return goesOn;
    }

    private Page page(Request request, boolean early) throws IOException {
        boolean safe = request.method().equals("GET") || request.method().equals("HEAD");
        if (!safe && early) {
            // RFC 8470 section 5.2: the client asks again after the handshake.
            return Page.text(425, "not before the handshake is done");
        }
        log.executed(executed.incrementAndGet(), early);
        if (!safe) {
            return Page.text(405, "only GET and HEAD").with("Allow", "GET, HEAD");
        }
        return request.body() ? Page.text(400, "a request with a body") : pages.find(request.path());
    }

    private static void write(OutputStream out, Page page, boolean goesOn, boolean withBody) throws IOException {
        String reason = REASONS.getOrDefault(page.status(), "");
        StringBuilder head = new StringBuilder("HTTP/1.1 " + page.status() + " " + reason + "\r\n");
        page.fields()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(page.length()).append("\r\n");
        head.append(goesOn ? "\r\n" : "Connection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (withBody) {
            page.body().writeTo(out);
        }
    }

    // RFC 9112 section 9.6: closing with unread input resets the connection and may destroy the answer on its way.
    private static void linger(Wire wire, InputStream in) throws IOException {
        wire.expectWithin(LINGER);
        try {
            wire.shutdownOutput();
            for (int left = LINGER_BYTES; left > 0 && in.read() >= 0; left--) {}
        } catch (IOException e) {
            // The answer is out; how the client takes its leave does not matter any more.
            return;
        }
    }
}

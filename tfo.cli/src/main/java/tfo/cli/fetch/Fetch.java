package tfo.cli.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsClient;
import tfo.cli.http.DeadlineInput;
import tfo.cli.http.ResponseBody;
import tfo.cli.http.ResponseHead;

/** Gets a URL over a connection of its own whose first flight is the request, or what TLS begins with. */
public final class Fetch {
    private final FastOpenSockets sockets;
    private final FetchRequest request;
    private final Opening opening;

    private Fetch(FastOpenSockets sockets, FetchRequest request, Opening opening) {
        this.sockets = sockets;
        this.request = request;
        this.opening = opening;
    }

    /** A fetch without TLS that can be run any number of times. */
    public static Fetch plain(FastOpenSockets sockets, FetchRequest request) {
        return new Fetch(sockets, request, () -> PlainExchange.begin(sockets, request));
    }

    /**
     * A fetch by TLS that can be run any number of times.
     *
     * @param client has the trust and keeps the sessions; the caller closes it
     */
    public static Fetch secure(FastOpenSockets sockets, TlsClient client, FetchRequest request) {
        return new Fetch(sockets, request, () -> SecureExchange.begin(sockets, client, request));
    }

    /**
     * Connects, asks, and copies the body of the answer.
     *
     * @throws IOException if there is no connection or no complete answer
     */
    public FetchReport run(OutputStream body) throws IOException {
        long start = System.nanoTime();
        try (Exchange exchange = opening.begin()) {
            Duration left = request.timeout().minusNanos(System.nanoTime() - start);
            DeadlineInput wire = exchange.answer(left);
            InputStream in = new BufferedInputStream(wire);
            double millis = millisToFirstByte(in, start);
            ResponseHead head = ResponseHead.read(in);
            wire.eachWithin(request.timeout());
            long bytes = new ResponseBody(in, head).copyTo(body);
            body.flush();
            return new FetchReport(
                    head.status(),
                    millis,
                    bytes,
                    exchange.peer(),
                    sockets.name(),
                    exchange.fastOpen(),
                    exchange.handshake());
        }
    }

    private static double millisToFirstByte(InputStream in, long start) throws IOException {
        in.mark(1);
        int first = in.read();
        long now = System.nanoTime();
        if (first >= 0) {
            in.reset();
        }
        return (now - start) / 1e6;
    }

    /** Connects and hands the request over. */
    private interface Opening {
        Exchange begin() throws IOException;
    }
}

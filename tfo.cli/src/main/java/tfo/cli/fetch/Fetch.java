package tfo.cli.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.TcpHistory;
import tfo.api.tls.TlsClient;
import tfo.cli.http.DeadlineInput;
import tfo.cli.http.ResponseBody;
import tfo.cli.http.ResponseHead;

/** Gets a URL over a connection of its own whose first flight is the request, or what TLS begins with. */
public final class Fetch {
    private static final int TOO_EARLY = 425;

    private final FastOpenSockets sockets;
    private final FetchRequest request;
    private final Opening opening;

    /** How to ask where that was too early. */
    private final Opening later;

    /** How often the kernel is asked about the connection; zero: never. */
    private final Duration watch;

    private Fetch(FastOpenSockets sockets, FetchRequest request, Opening opening, Opening later, Duration watch) {
        this.sockets = sockets;
        this.request = request;
        this.opening = opening;
        this.later = later;
        this.watch = watch;
    }

    /** The same fetch, but the report says what the kernel knew of the connection, which is asked at this interval. */
    public Fetch watching(Duration interval) {
        return new Fetch(sockets, request, opening, later, interval);
    }

    /** A fetch without TLS that can be run any number of times. */
    public static Fetch plain(FastOpenSockets sockets, FetchRequest request) {
        Opening opening = () -> PlainExchange.begin(sockets, request);
        return new Fetch(sockets, request, opening, opening, Duration.ZERO);
    }

    /**
     * A fetch by TLS that can be run any number of times.
     *
     * @param client has the trust and keeps the sessions, and knows what is replayable; the caller closes it
     * @param early whether the request may travel as early data
     */
    public static Fetch secure(FastOpenSockets sockets, TlsClient client, FetchRequest request, boolean early) {
        Opening later = () -> SecureExchange.begin(sockets, client, request);
        Opening first = early ? () -> SecureExchange.beginEarly(sockets, client, request) : later;
        return new Fetch(sockets, request, first, later, Duration.ZERO);
    }

    /**
     * Connects, asks, and copies the body of the answer. Where early data is answered by 425 (Too Early, RFC 8470 section 5.2), asks again
     * after the handshake.
     *
     * @throws IOException if there is no connection or no complete answer
     */
    public FetchReport run(OutputStream body) throws IOException {
        long start = System.nanoTime();
        Optional<FetchReport> report = run(opening, start, body, false);
        if (report.isEmpty()) {
            report = run(later, start, body, true);
        }
        return report.orElseThrow();
    }

    /** Empty if it was too early. */
    private Optional<FetchReport> run(Opening way, long start, OutputStream body, boolean again) throws IOException {
        try (Exchange exchange = way.begin();
                TcpHistory history = history(exchange)) {
            Duration left = request.timeout().minusNanos(System.nanoTime() - start);
            DeadlineInput wire = exchange.answer(left);
            InputStream in = new BufferedInputStream(wire);
            double millis = millisToFirstByte(in, start);
            ResponseHead head = ResponseHead.read(in);
            if (head.status() == TOO_EARLY && exchange.early() && !again) {
                return Optional.empty();
            }
            wire.eachWithin(request.timeout());
            long bytes = new ResponseBody(in, head).copyTo(body);
            body.flush();
            return Optional.of(new FetchReport(
                    head.status(),
                    millis,
                    bytes,
                    exchange.peer(),
                    sockets.name(),
                    exchange.fastOpen(),
                    exchange.handshake(),
                    again,
                    history == null ? Optional.empty() : Optional.of(ended(history))));
        }
    }

    private @Nullable TcpHistory history(Exchange exchange) {
        return watch.isZero() ? null : TcpHistory.of(exchange.socket()).every(watch);
    }

    private static TcpReport ended(TcpHistory history) {
        history.close();
        return TcpReport.of(history);
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

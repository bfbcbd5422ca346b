package tfo.cli.serve;

import java.io.IOException;
import tfo.api.Availability;
import tfo.api.socket.FastOpenListener;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.core.HostPort;
import tfo.cli.core.JsonObject;
import tfo.cli.core.Reports;

/** Prints one line when the server listens and one for each connection, in words or as JSON. */
public final class ServeLines implements ServeLog {
    private final Console console;
    private final boolean json;
    private final boolean requests;

    /** Lines on this console's standard output, one for each request as well if these are wanted. */
    public ServeLines(Console console, boolean json, boolean requests) {
        this.console = console;
        this.json = json;
        this.requests = requests;
    }

    @Override
    public void listening(FastOpenListener listener, Availability fastOpen) {
        String host = listener.localAddress().getAddress().getHostAddress();
        int port = listener.localAddress().getPort();
        if (json) {
            line(new JsonObject()
                    .put("event", "listening")
                    .put("address", host)
                    .put("port", port)
                    .put("fastOpen", fastOpen.usable())
                    .put("reason", fastOpen.reason())
                    .toString());
        } else {
            line("listening on " + new HostPort(host, port) + ", " + words(fastOpen));
        }
    }

    private static String words(Availability fastOpen) {
        if (!fastOpen.usable()) {
            return "no Fast Open: " + fastOpen.reason();
        }
        return "takes data in the SYN" + (fastOpen.reason().isEmpty() ? "" : "; but " + fastOpen.reason());
    }

    @Override
    public void keys(Availability renewed) {
        if (json) {
            line(new JsonObject()
                    .put("event", "keys")
                    .put("renewed", renewed.usable())
                    .put("reason", renewed.reason())
                    .toString());
        } else {
            line("cookie keys: "
                    + (renewed.usable()
                            ? "of the ring, renewed while it serves"
                            : "the system's: " + renewed.reason()));
        }
    }

    @Override
    public void executed(long number, boolean early) {
        if (!requests) {
            return;
        }
        line(
                json
                        ? new JsonObject()
                                .put("event", "exec")
                                .put("number", number)
                                .put("early", early)
                                .toString()
                        : "EXEC " + number + " early=" + (early ? "yes" : "no"));
    }

    @Override
    public void ended(Served served) {
        line(json ? object(served).toString() : words(served));
    }

    @Override
    public void acceptFailed(IOException cause) {
        console.err().println("accept: " + Failure.words(cause));
    }

    private static JsonObject object(Served served) {
        JsonObject json = new JsonObject()
                .put("event", "connection")
                .put("peer", served.peer())
                .put("outcome", served.fastOpen().outcome())
                .put("received", served.received())
                .put("sent", served.sent())
                .put("error", served.error().orElse(null));
        served.handshake().ifPresent(report -> json.put("handshake", Reports.json(report)));
        return json;
    }

    private static String words(Served served) {
        return served.peer() + " " + served.fastOpen().outcome() + " received " + served.received() + " sent "
                + served.sent()
                + served.handshake().map(report -> ", " + Reports.words(report)).orElse("")
                + served.error().map(error -> " (" + error + ")").orElse("");
    }

    private synchronized void line(String text) {
        console.out().println(text);
        console.out().flush();
    }
}

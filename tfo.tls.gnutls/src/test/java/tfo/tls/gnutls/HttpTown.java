package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;

/** A server of ours that says the same to {@link Visit}s as nginx does, and writes down each request before it is answered. */
final class HttpTown implements Closeable {
    private static final String END = "\r\n\r\n";
    private static final Identity IDENTITY = ForeignTown.PKI.server(ForeignTown.HOST);

    private final List<String> executed = new CopyOnWriteArrayList<>();
    private final List<String> executedEarly = new CopyOnWriteArrayList<>();
    private final EarlyTown town;

    HttpTown(InetSocketAddress at, UnaryOperator<TlsServer.Builder> settings) throws IOException {
        town = new EarlyTown(at, builder -> settings.apply(builder.identity(IDENTITY)), this::serve);
    }

    // Until its client goes: what is said twice is executed twice.
    private EarlyTown.Visit serve(TlsConnection connection, EarlyData fate) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(128 * 1024);
        StringBuilder all = new StringBuilder();
        boolean early = true;
        while (connection.read(bytes) >= 0) {
            early &= connection.early();
            String text =
                    StandardCharsets.US_ASCII.decode(bytes.duplicate().flip()).toString();
            if (text.endsWith(END)) {
                execute(connection, text, early);
                all.append(text);
                bytes.clear();
            }
        }
        return new EarlyTown.Visit(fate, early, all.toString(), "");
    }

    private void execute(TlsConnection connection, String requests, boolean early) throws IOException {
        for (String request : requests.split(END, 0)) {
            String target = request.split(" ", 3)[1];
            executed.add(target);
            if (early) {
                executedEarly.add(target);
            }
            String field = request.substring(request.indexOf("X: ") + 3);
            EarlyTown.answer(
                    connection,
                    "HTTP/1.1 200 OK" + END + "early=" + (early ? 1 : "") + " target=" + target + " x=" + field + ".");
        }
    }

    int port() {
        return town.port();
    }

    /** The targets of the requests so far. */
    List<String> executed() {
        return List.copyOf(executed);
    }

    /** Those of them that came before the handshake was done, all of them. */
    List<String> executedEarly() {
        return List.copyOf(executedEarly);
    }

    /** Waits until so many connections more have ended. */
    void awaitEnds(int connections) throws InterruptedException {
        for (int i = 0; i < connections; i++) {
            town.next();
        }
    }

    /** Whether none has ended that was not waited for. */
    boolean isQuiet() {
        return town.isQuiet();
    }

    @Override
    public void close() throws IOException {
        town.close();
    }
}

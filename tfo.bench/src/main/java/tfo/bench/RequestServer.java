package tfo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;

/** Sends back one byte by TLS, early if it came early, and counts what it sees: early requests, and tickets that came before. */
final class RequestServer implements AutoCloseable {
    private static final int EARLY_DATA_LIMIT = 16_384;

    private final ExecutorService workers = Executors.newCachedThreadPool(RequestServer::daemon);
    private final Set<ByteBuffer> tickets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger early = new AtomicInteger();
    private final AtomicInteger usedTwice = new AtomicInteger();
    private final TlsServer tls;
    private final FastOpenListener listener;

    RequestServer(InetSocketAddress at) throws IOException {
        tls = Providers.gnutls()
                .server()
                .identity(Certificate.identity())
                .earlyData(EARLY_DATA_LIMIT)
                .build();
        listener = Providers.linux().listen(ListenRequest.on(at));
        workers.execute(this::acceptUntilClosed);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "request server");
        thread.setDaemon(true);
        return thread;
    }

    private void acceptUntilClosed() {
        try {
            while (true) {
                FastOpenConnection connection = listener.accept();
                workers.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(FastOpenConnection accepted) {
        ByteBuffer word = ByteBuffer.allocate(2);
        try (TlsConnection connection = tls.accept(judged(accepted))) {
            connection.read(word);
            early.addAndGet(connection.early() ? 1 : 0);
            connection.write(word.flip());
            // The client's close_notify, after the ticket.
            connection.read(word.clear());
        } catch (IOException e) {
            // The client counts it.
            System.getLogger("tfo.bench").log(System.Logger.Level.DEBUG, "request", e);
        }
    }

    private TicketReader judged(FastOpenConnection accepted) throws IOException {
        TicketReader reader = new TicketReader(accepted.channel());
        reader.ticket().ifPresent(ticket -> usedTwice.addAndGet(tickets.add(copy(ticket)) ? 0 : 1));
        return reader;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    InetSocketAddress address() {
        return listener.localAddress();
    }

    /** How many requests came before the handshake was done. */
    int early() {
        return early.get();
    }

    /** How many connections offered a ticket that another had offered. */
    int usedTwice() {
        return usedTwice.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        tls.close();
        workers.shutdownNow();
    }
}

package examples.dnsovertls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;

/** A server that closes each connection after so many queries, of which it answers the first few. */
final class ShortServer implements Closeable {
    private static final int RESPONSE = 0x80;

    private final List<byte[]> queries = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int perConnection;
    private final int answered;
    private final TlsServer tls;
    private final FastOpenListener listener;
    private volatile boolean closed;

    ShortServer(Identity identity, int answered, int perConnection) throws IOException {
        this.perConnection = perConnection;
        this.answered = answered;
        tls = TlsService.best().server().identity(identity).build();
        listener = FastOpenSockets.best()
                .listen(ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Thread thread = new Thread(this::serve, "short server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!closed) {
            try (TlsConnection connection = tls.accept(listener.accept())) {
                connections.incrementAndGet();
                converse(connection);
                connection.shutdownOutput();
            } catch (IOException e) {
                // The client, or the listener, went away: the test will tell.
            }
        }
    }

    private void converse(TlsConnection connection) throws IOException {
        for (int i = 1; i <= perConnection; i++) {
            byte[] message = Frame.read(connection);
            if (message == null) {
                ended.countDown();
                return;
            }
            queries.add(message.clone());
            if (i <= answered) {
                message[2] |= (byte) RESPONSE;
                connection.write(Frame.of(message));
            }
        }
    }

    int port() {
        return listener.localAddress().getPort();
    }

    /** Everything that was asked, in this order. */
    List<byte[]> queries() {
        return queries;
    }

    int connections() {
        return connections.get();
    }

    /** Waits until a client has closed its connection. */
    void awaitEnd() throws InterruptedException {
        if (!ended.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the client keeps its connection");
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        tls.close();
    }
}

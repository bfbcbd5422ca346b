package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.linux.LinuxSockets;

/** Where connections come in: as many at once as there are, each with a thread of its own. */
final class Door implements Closeable {
    private final Thread accepting = daemon(this::acceptUntilClosed);
    private final FastOpenListener listener;
    private final ExecutorService threads;
    private final Consumer<FastOpenConnection> host;

    /**
     * Opens one.
     *
     * @param visitors makes the threads
     * @param host becomes the owner of each connection
     */
    Door(InetSocketAddress at, ThreadFactory visitors, Consumer<FastOpenConnection> host) throws IOException {
        this.threads = Executors.newCachedThreadPool(visitors);
        this.host = host;
        this.listener = new LinuxSockets().listen(ListenRequest.on(at));
        accepting.start();
    }

    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "town");
        thread.setDaemon(true);
        return thread;
    }

    private void acceptUntilClosed() {
        try {
            while (true) {
                FastOpenConnection accepted = listener.accept();
                threads.execute(() -> host.accept(accepted));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    InetSocketAddress address() {
        return listener.localAddress();
    }

    // Who waits in accept(2) keeps the port from the next to listen there.
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        threads.shutdownNow();
    }
}

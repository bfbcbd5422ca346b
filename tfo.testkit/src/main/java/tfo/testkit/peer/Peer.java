package tfo.testkit.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Accepts connections on a port of its own and serves each on a thread of its own, until it is closed. */
public abstract class Peer implements Closeable {
    private static final int BACKLOG = 512;
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(Peer::daemon);

    private final ServerSocket listener = new ServerSocket();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Semaphore seen = new Semaphore(0);

    /** Binds to a port of this address; the port that the system chooses if it is zero. */
    protected Peer(InetSocketAddress local) throws IOException {
        listener.setReuseAddress(true);
        listener.bind(local, BACKLOG);
    }

    /** Begins to accept; the last statement of every constructor. */
    protected final void open() {
        THREADS.execute(this::acceptUntilClosed);
    }

    private void acceptUntilClosed() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                seen.release();
                connections.add(connection);
                THREADS.execute(() -> serveAndClose(connection));
            } catch (IOException e) {
                // Closed, or the connection was gone before it was accepted: the loop's condition tells.
                Thread.onSpinWait();
            }
        }
    }

    private void serveAndClose(Socket connection) {
        try (connection) {
            serve(connection);
        } catch (IOException e) {
            // The side under test broke the connection; what that side saw of it is asserted there.
        } finally {
            connections.remove(connection);
        }
    }

    /** Talks to one connection; it is closed afterwards. */
    protected abstract void serve(Socket connection) throws IOException;

    /** Where this peer listens. */
    public final InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Waits for a connection that no earlier call has waited for. Fails after 10 s. */
    public final void awaitConnection() throws InterruptedException {
        if (!sawConnection(10)) {
            throw new AssertionError("no connection came within 10 s");
        }
    }

    /** The same with a limit of its own; whether the connection came. */
    public final boolean sawConnection(long seconds) throws InterruptedException {
        return seen.tryAcquire(seconds, TimeUnit.SECONDS);
    }

    /** Closes the port and every connection that is still open. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of this address that the system chooses. */
    protected static InetSocketAddress anyPort(InetAddress address) {
        return new InetSocketAddress(address, 0);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "peer");
        thread.setDaemon(true);
        return thread;
    }
}

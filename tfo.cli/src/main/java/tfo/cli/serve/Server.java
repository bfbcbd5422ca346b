package tfo.cli.serve;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tfo.api.Availability;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.cli.core.Failure;

/** Accepts connections and serves each on a thread of its own. Safe for use by any thread. */
public final class Server implements Closeable {
    private static final int MAX_CONNECTIONS = 1024;
    private static final Duration MAX_IDLE = Duration.ofMinutes(15);
    private static final long SWEEP_MILLIS = 1000;
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);

    private final FastOpenListener listener;
    private final Service service;
    private final Entrance entrance;
    private final ServeLog log;
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final Semaphore room = new Semaphore(MAX_CONNECTIONS);
    private final ExecutorService workers = Executors.newCachedThreadPool(Server::daemon);
    private final Timer sweeper = new Timer("tfo-idle", true);

    private Server(FastOpenListener listener, Service service, Entrance entrance, ServeLog log) {
        this.listener = listener;
        this.service = service;
        this.entrance = entrance;
        this.log = log;
    }

    /** A server that sends every byte back. */
    public static Server echo(Entrance entrance, ServeLog log) throws IOException {
        return start(entrance, new EchoService(), log);
    }

    /** An HTTP server that answers every GET with so many bytes. */
    public static Server sized(Entrance entrance, long size, ServeLog log) throws IOException {
        return start(entrance, new HttpService(new SizedPages(size), log), log);
    }

    /**
     * An HTTP server of the files in a folder.
     *
     * @throws IOException also if there is no such folder
     */
    public static Server files(Entrance entrance, Path folder, ServeLog log) throws IOException {
        return start(entrance, new HttpService(new FilePages(folder), log), log);
    }

    private static Server start(Entrance entrance, Service service, ServeLog log) throws IOException {
        Server server = new Server(entrance.open(), service, entrance, log);
        server.sweeper.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        server.sweep();
                    }
                },
                SWEEP_MILLIS,
                SWEEP_MILLIS);
        return server;
    }

    /** The listener, for its address. */
    public FastOpenListener listener() {
        return listener;
    }

    /** Serves until {@link #close()}. */
    public void run() {
        log.listening(listener, listener.fastOpen());
        renewKeys();
        while (!isClosed()) {
            room.acquireUninterruptibly();
            acceptNext();
        }
    }

    private void renewKeys() {
        try {
            entrance.renew(listener).ifPresent(log::keys);
        } catch (IOException | IllegalStateException e) {
            // The latter: the server was closed before it began.
            log.keys(Availability.missing(Failure.words(e)));
        }
    }

    private void acceptNext() {
        try {
            dispatch(listener.accept());
        } catch (ClosedChannelException e) {
            room.release();
        } catch (IOException e) {
            room.release();
            log.acceptFailed(e);
            // Out of descriptors, most often: going on at once would only spin.
            LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
        }
    }

    private void dispatch(FastOpenConnection connection) throws IOException {
        try {
            workers.execute(() -> serve(connection));
        } catch (RejectedExecutionException closed) {
            room.release();
            connection.close();
        }
    }

    private void serve(FastOpenConnection connection) {
        try (connection) {
            Caller caller = Caller.of(connection);
            log.ended(serve(connection, caller));
        } catch (IOException e) {
            log.acceptFailed(e);
        } finally {
            room.release();
        }
    }

    // The handshake is done here, on the connection's own thread: a peer that dawdles holds up nobody else.
    private Served serve(FastOpenConnection connection, Caller caller) {
        try (Line line = entrance.security().line(connection);
                Wire wire = new Wire(line, caller, MAX_IDLE)) {
            open.add(wire);
            Optional<String> error = isClosed() ? Optional.of("the server was closed") : serve(wire);
            open.remove(wire);
            return Served.over(wire, caller, error);
        } catch (IOException e) {
            return Served.refused(caller, Failure.words(e));
        }
    }

    private boolean isClosed() {
        return !listener.channel().isOpen();
    }

    private Optional<String> serve(Wire wire) {
        try {
            service.serve(wire);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(Failure.words(e));
        }
    }

    // A peer that does not read holds a thread in write, which no time-out ends.
    private void sweep() {
        open.stream().filter(wire -> wire.idle().compareTo(MAX_IDLE) > 0).forEach(Server::closeQuietly);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            System.getLogger("tfo.cli").log(System.Logger.Level.DEBUG, "close", e);
        }
    }

    /** Stops listening and closes every connection and the entrance; waits a moment until their lines are written. */
    @Override
    public void close() throws IOException {
        listener.close();
        sweeper.cancel();
        open.forEach(Server::closeQuietly);
        workers.shutdown();
        try {
            workers.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        entrance.close();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "tfo-serve");
        thread.setDaemon(true);
        return thread;
    }
}

package tfo.cli.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tfo.api.Availability;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;

/** A server on loopback for the length of a test. */
public final class RunningServer implements AutoCloseable, ServeLog {
    private final BlockingQueue<Served> ended = new LinkedBlockingQueue<>();
    private final Server server;

    private RunningServer(Factory factory) throws IOException {
        this.server = factory.start(ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), this);
        Thread thread = new Thread(server::run, "server under test");
        thread.setDaemon(true);
        thread.start();
    }

    interface Factory {
        Server start(ListenRequest where, ServeLog log) throws IOException;
    }

    static RunningServer of(Factory factory) throws IOException {
        return new RunningServer(factory);
    }

    public static RunningServer sized(long size) throws IOException {
        FastOpenSockets sockets = FastOpenSockets.best();
        return of((where, log) -> Server.sized(Entrance.plain(sockets, where), size, log));
    }

    public InetSocketAddress address() {
        return server.listener().localAddress();
    }

    /** The next connection that ended. */
    public Served nextEnded() throws InterruptedException {
        Served served = ended.poll(60, TimeUnit.SECONDS);
        if (served == null) {
            throw new AssertionError("no connection ended within 60 s");
        }
        return served;
    }

    @Override
    public void listening(FastOpenListener listener, Availability fastOpen) {}

    @Override
    public void ended(Served served) {
        ended.add(served);
    }

    @Override
    public void acceptFailed(IOException cause) {
        throw new AssertionError(cause);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

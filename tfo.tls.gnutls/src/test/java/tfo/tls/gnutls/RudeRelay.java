package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tfo.testkit.Background;

/** Passes connections on to a server, but so many of them, which it treats in another way. */
final class RudeRelay implements Closeable {
    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger rude = new AtomicInteger();
    private volatile Manner manner = Manner.SILENT;

    private RudeRelay(ServerSocket listener, InetSocketAddress server) {
        this.listener = listener;
        this.server = server;
    }

    static RudeRelay to(InetSocketAddress server, InetAddress at) throws IOException {
        RudeRelay relay = new RudeRelay(new ServerSocket(0, 50, at), server);
        Background.run(relay::acceptUntilClosed);
        return relay;
    }

    /** How it treats a client. */
    enum Manner {
        /** Takes what comes and says nothing. */
        SILENT,
        /** Says handshake_failure. */
        ALERT,
        /** Closes when something has come. */
        END,
        /** Resets when something has come. */
        RESET
    }

    /** The next so many connections are treated like this. */
    void treat(int next, Manner how) {
        manner = how;
        rude.set(next);
        connections.set(0);
    }

    private void acceptUntilClosed() {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                connections.incrementAndGet();
                boolean badly = rude.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
                Background.run(() -> serve(client, badly ? manner : null));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client, @org.jspecify.annotations.Nullable Manner how) throws IOException {
        if (how == null) {
            pass(client);
            return;
        }
        InputStream in = client.getInputStream();
        int first = in.read();
        switch (how) {
            case SILENT -> in.transferTo(OutputStream.nullOutputStream());
            case ALERT -> {
                in.readNBytes(in.available());
                client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 40});
                in.transferTo(OutputStream.nullOutputStream());
            }
            case END -> {
                in.readNBytes(in.available());
                client.close();
            }
            case RESET -> {
                client.setSoLinger(true, 0);
                client.close();
            }
        }
        if (first < 0) {
            throw new IOException("nothing came");
        }
    }

    private void pass(Socket client) throws IOException {
        Socket behind = new Socket(server.getAddress(), server.getPort());
        open.add(behind);
        Background.run(() -> copy(client, behind));
        copy(behind, client);
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them is gone, and the test knows.
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** How many came since the last {@link #treat}. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}

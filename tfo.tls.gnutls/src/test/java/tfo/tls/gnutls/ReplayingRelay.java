package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tfo.testkit.Background;

/** A path that passes connections on to a server, and says what a client said first, bit by bit, as often as it likes. */
final class ReplayingRelay implements Closeable {
    private static final int MOST = 64 * 1024;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile List<InetSocketAddress> before = List.of();
    private volatile byte[] firstFlight = {};

    private ReplayingRelay(ServerSocket listener, InetSocketAddress server) {
        this.listener = listener;
        this.server = server;
    }

    static ReplayingRelay to(InetSocketAddress server, InetAddress at) throws IOException {
        ReplayingRelay relay = new ReplayingRelay(new ServerSocket(0, 50, at), server);
        Background.run(relay::acceptUntilClosed);
        return relay;
    }

    private void acceptUntilClosed() {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                Background.run(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    // On loopback one segment has all that is sent at once.
    private void serve(Socket client) throws IOException {
        byte[] bytes = new byte[MOST];
        int n = client.getInputStream().read(bytes);
        byte[] flight = Arrays.copyOf(bytes, n);
        firstFlight = flight;
        for (InetSocketAddress other : before) {
            replay(flight, other);
        }
        Socket behind = new Socket(server.getAddress(), server.getPort());
        open.add(behind);
        behind.setTcpNoDelay(true);
        behind.getOutputStream().write(flight);
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

    /** Says it to these first, before the server hears it from the client. */
    void overtake(InetSocketAddress... servers) {
        before = List.of(servers);
    }

    /** What the last client said first. */
    byte[] firstFlight() {
        return firstFlight.clone();
    }

    /** Says it to a server, and waits for its end. */
    static void replay(byte[] flight, InetSocketAddress to) throws IOException {
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            socket.getOutputStream().write(flight);
            socket.shutdownOutput();
            try (InputStream in = socket.getInputStream()) {
                in.readAllBytes();
            } catch (IOException e) {
                // A reset will do.
            }
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}

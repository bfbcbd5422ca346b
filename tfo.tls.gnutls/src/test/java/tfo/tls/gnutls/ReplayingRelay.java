package tfo.tls.gnutls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;

/** A path that passes connections on to a server, and says what a client said first, bit by bit, as often as it likes. */
final class ReplayingRelay extends Passage {
    private static final int MOST = 64 * 1024;

    private volatile List<InetSocketAddress> before = List.of();
    private volatile byte[] firstFlight = {};

    private ReplayingRelay(InetSocketAddress server, InetAddress at) throws IOException {
        super(server, at);
        open();
    }

    static ReplayingRelay to(InetSocketAddress server, InetAddress at) throws IOException {
        return new ReplayingRelay(server, at);
    }

    // On loopback one segment has all that is sent at once.
    @Override
    protected void serve(Socket client) throws IOException {
        byte[] bytes = new byte[MOST];
        int n = client.getInputStream().read(bytes);
        byte[] flight = Arrays.copyOf(bytes, n);
        firstFlight = flight;
        for (InetSocketAddress other : before) {
            replay(flight, other);
        }
        pass(client, flight);
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
}

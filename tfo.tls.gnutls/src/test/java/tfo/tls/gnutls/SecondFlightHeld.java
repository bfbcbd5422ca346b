package tfo.tls.gnutls;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands between one client and a server, records the client's first flight, and holds back the second until the server has sent so
 * many bytes.
 */
final class SecondFlightHeld implements Closeable {
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final InetSocketAddress town;
    private final Socket server = new Socket();
    private volatile Socket client = new Socket();
    private final int enough;
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final ByteArrayOutputStream firstFlight = new ByteArrayOutputStream();
    private volatile boolean impatient;

    SecondFlightHeld(int port, int enough) throws IOException {
        this.enough = enough;
        town = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        start(this::run);
    }

    int port() {
        return listener.getLocalPort();
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // The other side is gone.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void run() throws IOException {
        Socket accepted = listener.accept();
        client = accepted;
        // Not before: a server does not wait for ever for whoever has connected.
        server.connect(town);
        start(() -> toServer(accepted));
        start(() -> toClient(accepted));
    }

    private void toServer(Socket accepted) throws IOException, InterruptedException {
        byte[] bytes = new byte[65536];
        InputStream in = accepted.getInputStream();
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            if (held.getCount() > 0) {
                firstFlight.write(bytes, 0, n);
            } else if (!released.await(30, TimeUnit.SECONDS)) {
                impatient = true;
            }
            server.getOutputStream().write(bytes, 0, n);
        }
        server.shutdownOutput();
    }

    private void toClient(Socket accepted) throws IOException {
        byte[] bytes = new byte[65536];
        long sent = 0;
        InputStream in = server.getInputStream();
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            // Nobody sends a second flight before it has seen a byte of the server's.
            held.countDown();
            sent += n;
            if (sent >= enough) {
                released.countDown();
            }
            accepted.getOutputStream().write(bytes, 0, n);
        }
        accepted.shutdownOutput();
    }

    /** Whether the server has sent less than enough without the second flight. */
    boolean wasImpatient() {
        return impatient;
    }

    byte[] firstFlight() {
        return firstFlight.toByteArray();
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }

    /** Ends it on both sides. */
    void hangUp() throws IOException {
        listener.close();
        server.close();
        client.close();
        released.countDown();
    }

    /** May fail. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }
}

package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.linux.LinuxSockets;
import tfo.testkit.tls.PemFiles;
import tfo.testkit.tls.Pki;

/** A server that answers each byte with itself, on as many connections at once as there are. */
final class Town implements Closeable {
    static final Pki AUTHORITY = Pki.root("town");
    private static final Identity IDENTITY = AUTHORITY.server("localhost", "127.0.0.1");

    private final FastOpenSockets sockets = new LinuxSockets();
    private final ExecutorService threads = Executors.newCachedThreadPool(Town::daemon);
    private final FastOpenListener listener;
    private final TlsServer server;

    Town() throws IOException {
        server = new GnuTlsService().server().identity(IDENTITY).build();
        listener = sockets.listen(ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        threads.execute(this::acceptUntilClosed);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "town");
        thread.setDaemon(true);
        return thread;
    }

    private void acceptUntilClosed() {
        try {
            while (true) {
                FastOpenConnection accepted = listener.accept();
                threads.execute(() -> serve(accepted));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(FastOpenConnection accepted) {
        try (TlsConnection connection = server.accept(accepted)) {
            ByteBuffer bytes = ByteBuffer.allocate(1);
            while (connection.read(bytes.clear()) >= 0) {
                connection.write(bytes.flip());
            }
        } catch (IOException e) {
            // The client's business: some of them are killed.
        }
    }

    int port() {
        return listener.localAddress().getPort();
    }

    /** Writes into this file, in PEM, whom its clients are to trust. */
    static Path authority(Path file) throws IOException {
        return PemFiles.write(file, List.of(AUTHORITY.certificate()));
    }

    /** Where it, or somebody before it, can be reached. */
    static ConnectRequest request(int port) throws IOException {
        return ConnectRequest.to(
                new InetSocketAddress(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), port));
    }

    /** Asks once, so that the tickets are read. */
    static void talk(TlsConnection connection) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1);
        connection.write(bytes);
        if (connection.read(bytes.clear()) != 1) {
            throw new IOException("no answer");
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        server.close();
        threads.shutdownNow();
    }
}

package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.testkit.tls.PemFiles;
import tfo.testkit.tls.Pki;

/** A server that answers each byte with itself, on as many connections at once as there are. */
final class Town implements Closeable {
    static final Pki AUTHORITY = Pki.root("town");
    private static final Identity IDENTITY = AUTHORITY.server("localhost", "127.0.0.1");

    private final TlsServer server;
    private final Door door;

    Town() throws IOException {
        server = new GnuTlsService().server().identity(IDENTITY).build();
        door = new Door(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Door::daemon, this::serve);
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
        return door.address().getPort();
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
        door.close();
        server.close();
    }
}

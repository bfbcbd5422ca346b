package tfo.itests.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsService;

/** A client of {@link SecureEcho} that knows what should come back. For one thread. */
public final class SecureTalk implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST = 40_000;

    private final String provider;
    private final TlsConnection connection;
    private final Random random = new Random(1);

    private SecureTalk(String provider, TlsConnection connection) {
        this.provider = provider;
        this.connection = connection;
    }

    /** Connects. */
    public static SecureTalk open(TlsService tls, FastOpenSockets sockets, InetSocketAddress remote)
            throws IOException {
        try (TlsClient client = tls.client().trust(TestIdentity.trust()).build()) {
            ConnectRequest request = ConnectRequest.to(remote).timeout(PATIENCE);
            TlsConnection connection = client.dial(request).connect(sockets);
            connection.readTimeout(PATIENCE);
            return new SecureTalk(tls.name(), connection);
        }
    }

    /** Who opened it. */
    public String provider() {
        return provider;
    }

    /** The connection, for what is known of it. */
    public TlsConnection connection() {
        return connection;
    }

    /** Sends some bytes and reads them back; fails if one is not what it was. */
    public void exchange() throws IOException {
        byte[] bytes = new byte[1 + random.nextInt(MOST)];
        random.nextBytes(bytes);
        // No more than the buffers on the way hold: the other end reads and writes in turn.
        connection.write(ByteBuffer.wrap(bytes));
        ByteBuffer back = ByteBuffer.allocate(bytes.length);
        while (back.hasRemaining()) {
            if (connection.read(back) < 0) {
                throw new IOException("the echo ended " + back.remaining() + " bytes early");
            }
        }
        if (!back.flip().equals(ByteBuffer.wrap(bytes))) {
            throw new IOException("the echo of " + bytes.length + " bytes is not what was sent");
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}

package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.testkit.peer.Payload;

/** A server of ours that answers a request, when it is there whole, with its digest, and says what else came until its client went. */
final class DigestTown implements Closeable {
    /** How many bytes an answer has. */
    static final int ANSWER = 16;

    private static final Identity IDENTITY = ForeignTown.PKI.server(ForeignTown.HOST);
    private static final int ROOM = 64 * 1024;

    private final EarlyTown town;
    private volatile int size = 1;

    DigestTown(InetSocketAddress at, int limit) throws IOException {
        town = new EarlyTown(at, builder -> builder.identity(IDENTITY).earlyData(limit), this::serve);
    }

    /** The next request is so long. */
    void expect(int bytes) {
        size = bytes;
    }

    /** To what was asked. */
    static String answer(Payload request) {
        return String.format("%08x%08x", request.length(), request.checksum());
    }

    private EarlyTown.Visit serve(TlsConnection connection, EarlyData fate) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ROOM);
        int early = 0;
        while (bytes.position() < size) {
            early += read(connection, bytes);
        }
        EarlyTown.answer(connection, answer(payload(bytes)));
        while (connection.read(bytes) >= 0) {
            // It should be nothing.
        }
        return new EarlyTown.Visit(fate, early == size, early + " of " + payload(bytes), "");
    }

    /** Returns how many early bytes came. */
    private static int read(TlsConnection connection, ByteBuffer bytes) throws IOException {
        int n = connection.read(bytes);
        if (n < 0) {
            throw new IOException("no request but " + payload(bytes));
        }
        return connection.early() ? n : 0;
    }

    private static Payload payload(ByteBuffer bytes) {
        byte[] all = new byte[bytes.position()];
        bytes.duplicate().flip().get(all);
        return Payload.of(all);
    }

    int port() {
        return town.port();
    }

    /** What came over the next connection that ended, until its end: {@code EARLY of PAYLOAD}, or why none. */
    String next() throws InterruptedException {
        EarlyTown.Visit visit = town.next();
        return visit.request() + visit.failure();
    }

    @Override
    public void close() throws IOException {
        town.close();
    }
}

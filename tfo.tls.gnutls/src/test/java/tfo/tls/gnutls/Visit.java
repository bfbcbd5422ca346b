package tfo.tls.gnutls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;

/**
 * What came of one request of HTTP over a connection of its own.
 *
 * @param report how the connection began
 * @param syn what became of the first flight
 * @param answer all of it
 * @param port the client's
 */
record Visit(HandshakeReport report, FastOpenReport syn, String answer, int port) {
    /** Longer than any of this takes, be the machine as busy as it may. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How many bytes a request for / has at least. */
    static final int LEAST = request("/").remaining();

    /** So many, of which no part resembles another; the same for the same number. */
    static String letters(int count) {
        return new SplittableRandom(count)
                .ints(count, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static TlsDial dial(TlsClient client, InetSocketAddress remote) {
        return client.dial(ConnectRequest.to(remote))
                .serverName(ForeignTown.HOST)
                .timeout(PATIENCE);
    }

    static ByteBuffer request(String target) {
        return request(target, "");
    }

    /** With so many bytes in the field X. */
    static ByteBuffer request(String target, int more) {
        return request(target, "x".repeat(more));
    }

    static ByteBuffer request(String target, String field) {
        String text = "GET " + target + " HTTP/1.1\r\nHost: server.test\r\nX: " + field + "\r\n\r\n";
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Makes it with what the dial was told to say first. */
    static Visit by(TlsDial dial, FastOpenSockets sockets) throws IOException {
        try (TlsConnection connection = dial.connect(sockets)) {
            connection.readTimeout(PATIENCE);
            String answer = answer(connection);
            FastOpenConnection underneath = connection.underneath().orElseThrow();
            InetSocketAddress local = (InetSocketAddress) underneath.channel().getLocalAddress();
            return new Visit(connection.handshake(), underneath.report(), answer, local.getPort());
        }
    }

    /** Reads a whole answer, whose body ends in a full stop. */
    static String answer(TlsConnection connection) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(128 * 1024);
        String text = "";
        while (!text.endsWith(".")) {
            if (connection.read(bytes) < 0) {
                throw new IOException("no answer but " + text);
            }
            text = StandardCharsets.US_ASCII.decode(bytes.duplicate().flip()).toString();
        }
        return text;
    }
}

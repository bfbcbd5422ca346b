package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.linux.LinuxSockets;
import tfo.tls.gnutls.EarlyTown.Visit;

/** Long answers of a server that takes early data: while they are written its connection leaves its pair for the descriptor. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EarlyDataServerBulkTest {
    private static final String REQUEST = "how long?\n";

    // No multiple of a record, nor of what is written at once.
    private static final int PERIOD = 251;

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % PERIOD);
        }
        return bytes;
    }

    /** Whether the JDK's channel has been left, which blocks, for the descriptor, which does not. */
    private static boolean isSettled(TlsConnection connection) {
        return !connection.underneath().orElseThrow().channel().isBlocking();
    }

    private static TlsConnection dial(TlsClient client, EarlyTown town) throws IOException {
        return client.dial(ConnectRequest.to(town.address()).timeout(EarlyTown.PATIENCE))
                .earlyData(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)))
                .connect(new LinuxSockets());
    }

    private static void assertPattern(TlsConnection connection, int length) throws IOException {
        ByteBuffer got = ByteBuffer.allocate(length);
        while (got.hasRemaining()) {
            assertTrue(connection.read(got) > 0, () -> "the end after " + got.position() + " of " + length);
        }
        assertEquals(ByteBuffer.wrap(pattern(length)), got.flip());
    }

    private static TlsClient client() throws IOException {
        return new GnuTlsService().client().trust(EarlyTown.AUTHORITY.trust()).build();
    }

    /** Answers, is asked again on the same connection, and answers that. */
    private static Visit twice(TlsConnection connection, EarlyData fate, int length) throws IOException {
        Visit first = EarlyTown.request(connection, fate);
        connection.write(ByteBuffer.wrap(pattern(length)));
        Visit second = EarlyTown.request(connection, fate);
        connection.write(ByteBuffer.wrap(pattern(length)));
        return new Visit(fate, first.early() && !second.early() && isSettled(connection), second.request(), "");
    }

    private static void askTwice(TlsClient client, EarlyTown town, int length) throws IOException {
        try (TlsConnection connection = dial(client, town)) {
            assertPattern(connection, length);
            connection.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
            assertPattern(connection, length);
            assertEquals(-1, connection.read(ByteBuffer.allocate(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16_384, 65_536, 65_537, 1_000_003, 16_000_003})
    void aLongAnswerIsWholeBeforeAndAfter(int length) throws Exception {
        try (EarlyTown town = new EarlyTown(builder -> builder, (connection, fate) -> twice(connection, fate, length));
                TlsClient client = client()) {
            askTwice(client, town, length);
            assertEquals(new Visit(EarlyData.NONE, false, REQUEST, ""), town.next());
            for (int i = 0; i < 3; i++) {
                askTwice(client, town, length);
                assertEquals(new Visit(EarlyData.ACCEPTED, true, REQUEST, ""), town.next());
            }
        }
    }

    @Test
    void evenOneWhoOnlyWritesGetsThere() throws Exception {
        int length = 16_000_003;
        EarlyTown.Deed writing = (connection, fate) -> {
            Visit visit = EarlyTown.request(connection, fate);
            connection.write(ByteBuffer.wrap(pattern(length)));
            return new Visit(fate, visit.early(), visit.request(), isSettled(connection) ? "" : "not settled");
        };
        try (EarlyTown town = new EarlyTown(builder -> builder, writing);
                TlsClient client = client()) {
            for (int i = 0; i < 4; i++) {
                EarlyData fate = i == 0 ? EarlyData.NONE : EarlyData.ACCEPTED;
                try (TlsConnection connection = dial(client, town)) {
                    assertPattern(connection, length);
                }
                assertEquals(new Visit(fate, i > 0, REQUEST, ""), town.next());
            }
        }
    }
}

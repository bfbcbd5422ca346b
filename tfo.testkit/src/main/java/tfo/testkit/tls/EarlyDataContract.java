package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.EarlyDataPolicy;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsFeature;
import tfo.testkit.Background;
import tfo.testkit.peer.Payload;

/**
 * What is said first arrives first and once, whatever carries it, and the report says how. The JDK's own TLS, at the other end, promises
 * to take no early data.
 */
abstract class EarlyDataContract extends SecureContract {
    private static final String AFTERWARDS = "and then";

    /** Everything that the server reads until the end. */
    private static Background<byte[]> read(JdkServer server) {
        return Background.start(() -> {
            try (SSLSocket socket = server.next().result()) {
                return socket.getInputStream().readAllBytes();
            }
        });
    }

    /** Connects with something to say first, says something more and the end of it. */
    private HandshakeReport visit(TlsDial dial) throws IOException {
        TlsConnection connection = connect(dial);
        Talk.say(connection, AFTERWARDS);
        connection.shutdownOutput();
        assertEquals("", Talk.hear(connection, 1));
        connection.close();
        return connection.handshake();
    }

    private static byte[] with(byte[] first) {
        byte[] last = AFTERWARDS.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(first.length + last.length)
                .put(first)
                .put(last)
                .array();
    }

    private static void assertSentAfterTheHandshake(HandshakeReport report) {
        assertEquals(EarlyData.RESENT, report.earlyData());
        assertFalse(report.earlyDataReason().isEmpty());
        assertEquals(1, report.connections());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 700, 1_400, 16_384, 16_385, 20_480, 300_000})
    void whatIsSaidFirstArrivesFirstAndOnce(int size) throws Exception {
        byte[] first = Payload.bytes(size, 4);
        JdkServer server = jdkServer();
        TlsClient client = build(client());

        for (int i = 0; i < 3; i++) {
            Background<byte[]> heard = read(server);
            HandshakeReport report = visit(dial(client, server.address()).earlyData(ByteBuffer.wrap(first)));

            assertArrayEquals(with(first), heard.result());
            assertSentAfterTheHandshake(report);
        }
    }

    /** Where both ends are able to, it comes early; it comes in any case. */
    @ParameterizedTest
    @ValueSource(ints = {1, 700, 16_384, 20_480})
    void aServerThatTakesEarlyDataGetsItFirstAndOnce(int size) throws Exception {
        byte[] first = Payload.bytes(size, 4);
        boolean able = supports(TlsFeature.EARLY_DATA) && supports(TlsFeature.EARLY_DATA_SERVER);
        Reception reception = reception(able ? server().earlyData(16_384) : server());
        TlsClient client = build(client());

        for (int i = 0; i < 3; i++) {
            Background<byte[]> heard = read(reception);
            HandshakeReport report = visit(dial(client, reception.address()).earlyData(ByteBuffer.wrap(first)));

            assertArrayEquals(with(first), heard.result());
            assertEquals(able && i > 0 ? EarlyData.ACCEPTED : EarlyData.RESENT, report.earlyData());
            assertEquals(
                    report.earlyData() == EarlyData.ACCEPTED,
                    report.earlyDataReason().isEmpty());
            assertEquals(1, report.connections());
        }
    }

    private static Background<byte[]> read(Reception reception) {
        return Background.start(() -> {
            try (TlsConnection connection = reception.next().result()) {
                connection.readTimeout(PATIENCE);
                return Channels.newInputStream(connection).readAllBytes();
            }
        });
    }

    @Test
    void aDirectBufferIsAsGoodAndStaysAsItIs() throws Exception {
        byte[] first = Payload.bytes(1_000, 4);
        ByteBuffer direct = ByteBuffer.allocateDirect(3_000)
                .position(500)
                .put(first)
                .limit(1_500)
                .position(500);
        JdkServer server = jdkServer();
        Background<byte[]> heard = read(server);

        visit(dial(build(client()), server.address()).earlyData(direct));

        assertArrayEquals(with(first), heard.result());
        assertEquals(500, direct.position());
        assertEquals(1_500, direct.limit());
    }

    @Test
    void whoSaysNothingFirstIsToldSo() throws Exception {
        JdkServer server = jdkServer();
        Background<byte[]> heard = read(server);
        HandshakeReport report = visit(dial(build(client()), server.address()).earlyData(ByteBuffer.allocate(0)));

        assertArrayEquals(with(new byte[0]), heard.result());
        assertEquals(EarlyData.NONE, report.earlyData());
        assertEquals("", report.earlyDataReason());
    }

    @Test
    void whatIsNotReplayableFollowsTheHandshake() throws Exception {
        byte[] first = "POST".getBytes(StandardCharsets.US_ASCII);
        Queue<ByteBuffer> asked = new ConcurrentLinkedQueue<>();
        EarlyDataPolicy policy = request -> {
            asked.add(request);
            return false;
        };
        JdkServer server = jdkServer();
        Background<byte[]> heard = read(server);
        HandshakeReport report =
                visit(dial(build(client().earlyData(policy)), server.address()).request(ByteBuffer.wrap(first)));

        assertArrayEquals(with(first), heard.result());
        assertSentAfterTheHandshake(report);
        // A provider without early data need not ask.
        for (ByteBuffer request : asked) {
            assertTrue(request.isReadOnly());
            assertEquals(ByteBuffer.wrap(first), request);
        }
    }

    @Test
    void theLastThatIsSaidFirstCounts() throws Exception {
        JdkServer server = jdkServer();
        Background<byte[]> heard = read(server);

        visit(dial(build(client()), server.address())
                .earlyData(ByteBuffer.wrap(Payload.bytes(900, 4)))
                .request(ByteBuffer.wrap(new byte[] {'!'})));

        assertArrayEquals(with(new byte[] {'!'}), heard.result());
    }

    @Test
    void theFirstFlightIsWhatTheSocketsSent() throws Exception {
        JdkServer server = jdkServer();
        TlsClient client = build(client());
        for (int i = 0; i < 3; i++) {
            Background<byte[]> heard = read(server);
            TlsConnection connection =
                    connect(dial(client, server.address()).earlyData(ByteBuffer.wrap(new byte[] {'!'})));
            FirstFlight flight = connection.handshake().firstFlight();

            FastOpenConnection underneath = connection.underneath().orElseThrow();
            assertEquals(underneath.report().offered(), flight.clientHello() + flight.earlyData());
            assertEquals(underneath.report().inSyn(), flight.inSyn());
            assertTrue(flight.clientHello() > 100, flight::toString);
            connection.close();
            heard.result();
        }
    }

    @Test
    void overWhatStandsItFollowsTheHandshake() throws Exception {
        byte[] first = Payload.bytes(20_480, 4);
        JdkServer server = jdkServer();
        Background<byte[]> heard = read(server);
        FastOpenConnection standing = subject().sockets().connect(ConnectRequest.to(server.address()));

        TlsConnection connection = closing(dial(build(client()), server.address())
                .earlyData(ByteBuffer.wrap(first))
                .over(standing));

        Talk.say(connection, AFTERWARDS);
        connection.shutdownOutput();
        assertArrayEquals(with(first), heard.result());
        assertSentAfterTheHandshake(connection.handshake());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_536})
    void anEngineSaysItBeforeAllElse(int piece) throws Exception {
        byte[] first = Payload.bytes(100_000, 4);
        JdkServer server = jdkServer();
        Background<byte[]> heard = read(server);
        TlsDial dial = dial(build(client()), server.address()).earlyData(ByteBuffer.wrap(first));
        EngineLoop loop = new EngineLoop(closing(dial.engine()), plain(server.address()), piece);

        loop.handshake();
        loop.send();
        loop.say(AFTERWARDS);
        loop.engine().shutdownOutput();
        loop.send();

        assertArrayEquals(with(first), heard.result());
        assertSentAfterTheHandshake(loop.engine().handshake().orElseThrow());
    }

    @Test
    void withoutASessionTheSynHasNoRoomForEarlyData() throws Exception {
        TlsDial dial = dial(build(client()), jdkServer().address());

        assertEquals(0, dial.firstFlightBudget());
    }

    @Test
    void whoHasAskedForTheBudgetStillResumes() throws Exception {
        JdkServer server = jdkServer();
        TlsClient client = build(client());
        Background<byte[]> heard = read(server);
        visit(dial(client, server.address()));
        heard.result();
        TlsDial dial = dial(client, server.address());
        dial.firstFlightBudget();
        dial.firstFlightBudget();
        Background<byte[]> again = read(server);

        HandshakeReport report = visit(dial);

        again.result();
        assertTrue(report.resumed(), report::reason);
        assertThrows(IllegalStateException.class, dial::firstFlightBudget);
    }

    @Test
    void aPeerThatDoesNotReadIsNotWaitedForForEver() throws Exception {
        JdkServer server = jdkServer();
        TlsClient client = build(client());
        // What a first handshake costs on a busy machine does not count.
        Background<byte[]> heard = read(server);
        visit(dial(client, server.address()));
        heard.result();
        Background<SSLSocket> accepted = server.next();
        TlsDial dial = dial(client, server.address())
                .timeout(Duration.ofSeconds(4))
                .earlyData(ByteBuffer.allocate(64 * 1024 * 1024));

        assertThrows(SocketTimeoutException.class, () -> connect(dial));

        // The handshake was done: it is the rest that was not read.
        accepted.result().close();
    }
}

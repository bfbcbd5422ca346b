package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;
import tfo.testkit.Clock;

/** No wait is longer than it should be: time-outs hold, and close ends every wait. */
abstract class WaitContract extends SecureContract {
    private static final Duration LIMIT = Duration.ofMillis(200);

    /** Much shorter than what a wait would be that nothing ends. */
    static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    void aReadTimesOutAndTheConnectionGoesOn(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        connection.readTimeout(LIMIT);

        for (int i = 0; i < 2; i++) {
            Clock.assertThrowsAfter(
                    LIMIT, SocketTimeoutException.class, () -> connection.read(ByteBuffer.allocate(10)));
        }

        connection.readTimeout(PATIENCE);
        Talk.assertTalks(connection, accepted.result());
    }

    @Test
    void aReadOfAServerTimesOutAndTheConnectionGoesOn() throws Exception {
        Reception reception = reception(server());
        Background<TlsConnection> accepted = reception.next();
        SSLSocket peer = connect(jdkClient(), reception.address());
        TlsConnection connection = closing(accepted.result());
        connection.readTimeout(LIMIT);

        Clock.assertThrowsAfter(LIMIT, SocketTimeoutException.class, () -> connection.read(ByteBuffer.allocate(10)));

        Talk.assertTalks(connection, peer);
    }

    @Test
    @Tag("F40")
    void aServerThatIsSilentInTheHandshakeIsATimeout() throws Exception {
        JdkServer silent = jdkServer();
        TlsClient client = build(client().handshakeTimeout(LIMIT));

        Clock.assertThrowsAfter(LIMIT, SocketTimeoutException.class, () -> connect(client, silent.address()));
    }

    @Test
    @Tag("F40")
    void theLimitOfADialCountsInPlaceOfTheClients() throws Exception {
        JdkServer silent = jdkServer();

        Clock.assertThrowsAfter(
                LIMIT,
                SocketTimeoutException.class,
                () -> connect(dial(build(client()), silent.address()).timeout(LIMIT)));
    }

    @Test
    @Tag("F40")
    void aClientThatIsSilentInTheHandshakeIsATimeoutAndIsHungUpOn() throws Exception {
        Reception reception = reception(server());
        TlsServer hasty = closing(server().handshakeTimeout(LIMIT).build());
        try (Socket silent =
                new Socket(reception.address().getAddress(), reception.address().getPort())) {
            silent.setSoTimeout((int) PATIENCE.toMillis());
            var connection = reception.plain();

            Clock.assertThrowsAfter(LIMIT, SocketTimeoutException.class, () -> hasty.accept(connection));

            // An end, or a reset where something was not read.
            assertTrue(endOf(silent) <= 0);
        }
    }

    private static int endOf(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // An alert, perhaps.
            }
            return -1;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException e) {
            return 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F44")
    void closeEndsARead(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        connection.readTimeout(Duration.ZERO);
        accepted.result();
        Background<Integer> reader =
                Background.start(() -> connection.read(ByteBuffer.allocate(10))).blocked();

        assertClosesSoon(connection);

        assertInstanceOf(AsynchronousCloseException.class, reader.failure(SOON));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F44")
    void closeEndsAWriteThatThePeerDoesNotRead(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        accepted.result();
        Background<Boolean> writer =
                Background.run(() -> writeForEver(connection)).blocked();

        assertClosesSoon(connection);

        assertInstanceOf(AsynchronousCloseException.class, writer.failure(SOON));
    }

    private static void writeForEver(TlsConnection connection) throws IOException {
        ByteBuffer much = ByteBuffer.allocate(1 << 20);
        while (true) {
            connection.write(much.clear());
        }
    }

    @Test
    @Tag("F44")
    void manyMayCloseWhileOneReadsAndOneWrites() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        accepted.result();
        Background<Integer> reader = Background.start(() -> connection.read(ByteBuffer.allocate(10)));
        Background<Boolean> writer =
                Background.run(() -> writeForEver(connection)).blocked();
        reader.blocked();

        List<Background<Boolean>> closers = Stream.generate(() -> Background.run(connection::close))
                .limit(4)
                .toList();

        for (Background<Boolean> closer : closers) {
            closer.result(SOON);
        }
        assertInstanceOf(AsynchronousCloseException.class, reader.failure(SOON));
        assertInstanceOf(AsynchronousCloseException.class, writer.failure(SOON));
    }

    private static void assertClosesSoon(TlsConnection connection) throws InterruptedException {
        Background.run(connection::close).result(SOON);
    }

    @Test
    @Tag("F17")
    void writesGoOnWhileAReadWaits() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        SSLSocket peer = accepted.result();
        Background<String> reader =
                Background.start(() -> Talk.hear(connection, 6)).blocked();

        Talk.say(connection, "go on");

        assertEquals("go on", JdkTalk.hear(peer, 5));
        JdkTalk.say(peer, "answer");
        assertEquals("answer", reader.result());
    }

    // Where the socket has no descriptor to wait for, the wait is the JDK's, and its channels are closed by an
    // interrupt.
    @Test
    void anInterruptDoesNotEndAWaitUnlessTheChannelUnderneathIsClosedByIt() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        SSLSocket peer = accepted.result();
        Background<String> reader =
                Background.start(() -> Talk.hear(connection, 4)).blocked();

        reader.interrupt();

        FastOpenConnection underneath = connection.underneath().orElseThrow();
        if (underneath.descriptor().isEmpty() && reader.blocked().isDone()) {
            assertInstanceOf(ClosedByInterruptException.class, reader.failure(SOON));
            assertFalse(underneath.channel().isOpen());
            return;
        }
        JdkTalk.say(peer, "here");
        assertEquals("here", reader.result());
    }

    @Test
    void aReadTimeoutIsNotNegative() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        accepted.result();

        assertThrows(IllegalArgumentException.class, () -> connection.readTimeout(Duration.ofNanos(-1)));
    }
}

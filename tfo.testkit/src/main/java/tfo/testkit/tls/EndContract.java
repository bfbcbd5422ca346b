package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** How a stream ends: by close_notify, by a mere end of the TCP stream, by {@code close}. */
abstract class EndContract extends SecureContract {
    // Application data, 32 bytes of it, but one comes.
    private static final byte[] HALF_A_RECORD = {23, 3, 3, 0, 32, 1};

    @Test
    void whoHasShutTheOutputStillReads() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        SSLSocket peer = accepted.result();

        Talk.say(connection, "question");
        connection.shutdownOutput();
        connection.shutdownOutput();

        assertEquals("question", JdkTalk.hear(peer, 100));
        JdkTalk.say(peer, "answer");
        assertEquals("answer", Talk.hear(connection, 6));
    }

    @Test
    void whoseInputHasEndedStillWrites() throws Exception {
        Reception reception = reception(server());
        Background<TlsConnection> accepted = reception.next();
        SSLSocket peer = connect(jdkClient(), reception.address());
        TlsConnection connection = closing(accepted.result());
        JdkTalk.say(peer, "question");
        peer.shutdownOutput();

        assertEquals("question", Talk.hear(connection, 100));
        Talk.say(connection, "answer");
        connection.shutdownOutput();
        assertEquals("answer", JdkTalk.hear(peer, 100));
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfTheStreamStaysTheEnd(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        JdkTalk.say(accepted.result(), "last");
        accepted.result().shutdownOutput();

        assertEquals("last", Talk.hear(connection, 100));

        ByteBuffer more = ByteBuffer.allocate(10);
        assertEquals(List.of(-1, -1), List.of(connection.read(more), connection.read(more)));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F43")
    void aStreamThatIsCutIsTruncated(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        TlsConnection connection = cut(build(client()), server);

        assertEquals("before", Talk.hear(connection, 6));

        assertFails(Reason.TRUNCATED, () -> connection.read(ByteBuffer.allocate(10)));
        assertFails(Reason.TRUNCATED, () -> connection.read(ByteBuffer.allocate(10)));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F43")
    void aStreamThatIsCutIsAnEndForWhoAllowsIt(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        TlsConnection connection = cut(build(client().dangerous().truncationAllowed()), server);

        assertEquals("before", Talk.hear(connection, 100));

        assertEquals(-1, connection.read(ByteBuffer.allocate(10)));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F43")
    void anEndWithinARecordIsATruncationAlsoForWhoAllowsOthers(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        TlsConnection connection = cut(build(client().dangerous().truncationAllowed()), server, HALF_A_RECORD);

        assertEquals("before", Talk.hear(connection, 6));

        assertFails(Reason.TRUNCATED, () -> connection.read(ByteBuffer.allocate(10)));
        assertFails(Reason.TRUNCATED, () -> connection.read(ByteBuffer.allocate(10)));
    }

    private TlsConnection cut(TlsClient client, JdkServer server) throws Exception {
        return cut(client, server, new byte[0]);
    }

    /** A connection whose peer says something, then these bytes without TLS, and ends the TCP stream without close_notify. */
    private TlsConnection cut(TlsClient client, JdkServer server, byte[] last) throws Exception {
        Background<Boolean> peer = Background.run(() -> {
            Socket plain = server.plain();
            SSLSocket secured = server.secured(plain);
            secured.startHandshake();
            JdkTalk.say(secured, "before");
            plain.getOutputStream().write(last);
            plain.shutdownOutput();
        });
        TlsConnection connection = connect(client, server.address());
        peer.result();
        return connection;
    }

    @Test
    @Tag("F43")
    void aServerNoticesTruncation() throws Exception {
        Reception reception = reception(server());
        Background<TlsConnection> accepted = reception.next();
        Socket plain = plain(reception.address());
        Background<Boolean> peer =
                Background.run(jdkClient().over(plain, reception.address().getPort())::startHandshake);
        TlsConnection connection = closing(accepted.result());
        peer.result();
        plain.shutdownOutput();

        assertFails(Reason.TRUNCATED, () -> connection.read(ByteBuffer.allocate(10)));
    }

    @ParameterizedTest
    @EnumSource
    void closeSendsCloseNotify(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        SSLSocket peer = accepted.result();
        Talk.say(connection, "bye");

        connection.close();

        assertEquals("bye", JdkTalk.hear(peer, 100));
    }

    // The JDK's own sockets would take a mere end of the TCP stream for a close_notify.
    @Test
    void closeIsNoTruncation() throws Exception {
        Pair pair = meet(build(client()), reception(server()));
        Talk.assertTalks(pair.client(), pair.server());

        pair.client().close();

        assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
    }

    @Test
    void closingTwiceIsHarmless() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        accepted.result();

        connection.close();
        connection.close();

        assertEquals(false, connection.isOpen());
    }

    @Test
    @Tag("F7")
    void afterCloseEverythingElseIsAClosedChannel() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        accepted.result();

        connection.close();

        assertClosed(() -> connection.read(ByteBuffer.allocate(1)));
        assertClosed(() -> connection.read(ByteBuffer.allocate(0)));
        assertClosed(() -> connection.write(ByteBuffer.allocate(1)));
        assertClosed(() -> connection.write(ByteBuffer.allocate(0)));
        assertClosed(connection::shutdownOutput);
        assertClosed(connection::session);
        assertClosed(() -> connection.awaitSession(Duration.ofMillis(1)));
        assertClosed(() -> connection.channelBinding(ChannelBinding.TLS_SERVER_END_POINT));
    }

    @Test
    void writingAfterTheOutputWasShutIsAFailure() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        accepted.result();

        connection.shutdownOutput();

        assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1)));
    }

    private static void assertClosed(Executable use) {
        assertThrows(ClosedChannelException.class, use);
    }
}

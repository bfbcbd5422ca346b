package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException.Reason;
import tfo.testkit.Background;
import tfo.testkit.Descriptors;

/** Many connections: at once on virtual threads where the JDK has them, and one after another without anything left behind. */
abstract class CrowdContract extends SecureContract {
    // Many more than there are carriers: held up by each of them in turn, the last would wait for ever.
    private static final int CROWD = 6 * Runtime.getRuntime().availableProcessors();
    private static final int MANY = 20;
    private static final int FEW = 6;

    // The type of the record that a ClientHello comes in, RFC 8446 section 5.1.
    private static final int HANDSHAKE = 22;

    @Test
    void aCrowdThatWaitsForAnswersIsAnswered() throws Exception {
        JdkServer server = jdkServer();
        TlsClient client = build(client());
        List<Background<SSLSocket>> accepted =
                Stream.generate(server::next).limit(CROWD).toList();
        List<Background<String>> crowd = Stream.generate(() -> Background.startVirtual(() -> asked(client, server)))
                .limit(CROWD)
                .toList();
        // Nobody is answered before everybody waits.
        for (Background<SSLSocket> one : accepted) {
            assertEquals("?", JdkTalk.hear(one.result(), 1));
        }

        for (Background<SSLSocket> one : accepted) {
            JdkTalk.say(one.result(), "answer");
        }

        for (Background<String> one : crowd) {
            assertEquals("answer", one.result());
        }
    }

    private String asked(TlsClient client, JdkServer server) throws IOException {
        try (TlsConnection connection =
                dial(client, server.address()).connect(subject().sockets())) {
            connection.readTimeout(PATIENCE);
            Talk.say(connection, "?");
            return Talk.hear(connection, 6);
        }
    }

    @Test
    void aCrowdThatMeetsSilentServersWaitsTogether() throws Exception {
        JdkServer silent = jdkServer();
        List<Background<TlsConnection>> crowd = crowd(build(client()), silent);

        // Nobody is hung up on before everybody has said hello, and waits.
        List<Socket> ends = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            Socket end = silent.plain();
            assertEquals(HANDSHAKE, end.getInputStream().read());
            ends.add(end);
        }

        for (Socket end : ends) {
            end.close();
        }
        for (Background<TlsConnection> one : crowd) {
            assertInstanceOf(IOException.class, one.failure(PATIENCE));
        }
    }

    @Test
    void aCrowdThatMeetsSilentServersTimesOut() throws Exception {
        JdkServer silent = jdkServer();
        TlsClient hasty = build(client().handshakeTimeout(Duration.ofMillis(400)));

        for (Background<TlsConnection> one : crowd(hasty, silent)) {
            assertEquals(SocketTimeoutException.class, one.failure(PATIENCE).getClass());
        }
    }

    private List<Background<TlsConnection>> crowd(TlsClient client, JdkServer server) {
        return Stream.generate(() -> Background.startVirtual(
                        () -> dial(client, server.address()).connect(subject().sockets())))
                .limit(CROWD)
                .toList();
    }

    @Test
    @Tag("F23")
    void manyConnectionsLeaveNoDescriptors() throws Exception {
        JdkServer server = jdkServer();
        TlsClient client = build(client());
        visit(client, server);
        int before = Descriptors.open();

        for (int i = 0; i < MANY; i++) {
            visit(client, server);
        }

        Descriptors.assertAtMost(before + FEW);
    }

    private void visit(TlsClient client, JdkServer server) throws IOException {
        server.echo();
        try (TlsConnection connection =
                dial(client, server.address()).connect(subject().sockets())) {
            Talk.assertEchoed(connection, "hello");
            connection.shutdownOutput();
            assertEquals(-1, connection.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    @Tag("F24")
    void handshakesThatFailLeaveNoDescriptors() throws Exception {
        JdkServer server = closing(JdkServer.on(address(), Pki.context(PKI.trust(), Pki.selfSigned(HOST))));
        TlsClient client = build(client());
        fail(client, server);
        int before = Descriptors.open();

        for (int i = 0; i < MANY; i++) {
            fail(client, server);
        }

        Descriptors.assertAtMost(before + FEW);
    }

    private void fail(TlsClient client, JdkServer server) throws Exception {
        Background<Boolean> peer = Background.run(() -> {
            try (var plain = server.plain()) {
                server.secured(plain).startHandshake();
            }
        });
        assertFails(
                Reason.UNTRUSTED_PEER,
                () -> dial(client, server.address()).connect(subject().sockets()));
        peer.failure(PATIENCE);
    }
}

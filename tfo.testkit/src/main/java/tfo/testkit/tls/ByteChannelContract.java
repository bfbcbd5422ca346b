package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsServer;
import tfo.testkit.Background;
import tfo.testkit.peer.Payload;

/** TLS over what is there already: a connection that stands, a channel of any kind, another TLS connection. */
abstract class ByteChannelContract extends SecureContract {
    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved(HOST, 443);
    private static final String STARTTLS = "STARTTLS";

    private TlsDial dial(TlsClient client) {
        return client.dial(ConnectRequest.to(NOWHERE)).timeout(PATIENCE);
    }

    @Test
    void aConnectionThatStandsIsTakenOver() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        FastOpenConnection standing = subject().sockets().connect(ConnectRequest.to(server.address()));

        TlsConnection connection = closing(dial(build(client())).over(standing));

        Talk.assertTalks(connection, accepted.result());
        connection.close();
        assertFalse(standing.channel().isOpen());
    }

    @Test
    void aClientStartsTlsOnAChannelThatHasTalked() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = Background.start(() -> {
            Socket plain = server.plain();
            assertEquals(STARTTLS, hear(plain));
            plain.getOutputStream().write(STARTTLS.getBytes(StandardCharsets.US_ASCII));
            SSLSocket secured = server.secured(plain);
            secured.startHandshake();
            return secured;
        });
        SocketChannel channel = closing(SocketChannel.open(server.address()));
        Talk.assertEchoed(channel, STARTTLS);

        TlsConnection connection = closing(dial(build(client())).over(channel));

        Talk.assertTalks(connection, accepted.result());
        assertTrue(connection.underneath().isEmpty());
        connection.close();
        assertFalse(channel.isOpen());
    }

    private static String hear(Socket plain) throws IOException {
        return new String(plain.getInputStream().readNBytes(STARTTLS.length()), StandardCharsets.US_ASCII);
    }

    @Test
    void aServerStartsTlsOnAChannelThatHasTalked() throws Exception {
        TlsServer server = closing(server().build());
        Reception reception = reception(server());
        Background<TlsConnection> accepted = Background.start(() -> {
            SocketChannel channel = reception.plain().channel();
            assertEquals(STARTTLS, Talk.hear(channel, STARTTLS.length()));
            Talk.say(channel, STARTTLS);
            return server.accept(channel);
        });
        Socket plain = plain(reception.address());
        plain.getOutputStream().write(STARTTLS.getBytes(StandardCharsets.US_ASCII));
        assertEquals(STARTTLS, hear(plain));

        SSLSocket peer = jdkClient().over(plain, plain.getPort());
        peer.startHandshake();

        Talk.assertTalks(closing(accepted.result()), peer);
    }

    @Test
    void channelsThatAreNoSocketsWillDo() throws Exception {
        List<Duct> ends = Duct.pair();
        TlsServer server = closing(server().build());
        Background<TlsConnection> accepted = Background.start(() -> server.accept(ends.get(1)));

        TlsConnection connection = closing(dial(build(client())).over(ends.get(0)));

        Talk.assertTalks(connection, closing(accepted.result()));
        connection.close();
        assertFalse(ends.get(0).isOpen());
    }

    @Test
    void megabytesPassOverSuchChannels() throws Exception {
        List<Duct> ends = Duct.pair();
        TlsServer server = closing(server().build());
        Background<TlsConnection> accepted = Background.start(() -> server.accept(ends.get(1)));
        TlsConnection connection = closing(dial(build(client())).over(ends.get(0)));
        byte[] bytes = Payload.bytes(1 << 20, 7);
        Background<Boolean> writer = Background.run(() -> Talk.write(connection, ByteBuffer.wrap(bytes)));
        ByteBuffer heard = ByteBuffer.allocate(bytes.length);

        Talk.fill(closing(accepted.result()), heard);

        assertEquals(ByteBuffer.wrap(bytes), heard.flip());
        writer.result();
    }

    @Test
    void tlsRunsInsideTls() throws Exception {
        JdkServer server = jdkServer();
        SSLContext context = Pki.context(PKI.trust(), SERVER);
        Background<SSLSocket> accepted = Background.start(() -> {
            SSLSocket outer = server.next().result();
            SSLSocket inner = (SSLSocket) context.getSocketFactory().createSocket(outer, null, 0, false);
            inner.setUseClientMode(false);
            inner.startHandshake();
            return inner;
        });
        TlsClient client = build(client());
        TlsConnection outer = connect(client, server.address());

        TlsConnection inner = closing(dial(client).over(outer));

        Talk.assertTalks(inner, accepted.result());
        inner.close();
        assertFalse(outer.isOpen());
    }

    @Test
    void aTimeOutClosesTheChannel() throws Exception {
        List<Duct> ends = Duct.pair();
        closing(ends.get(1));
        TlsDial dial = dial(build(client())).timeout(Duration.ofMillis(200));

        assertThrows(SocketTimeoutException.class, () -> dial.over(ends.get(0)));

        assertFalse(ends.get(0).isOpen());
    }

    @Test
    void aFailureClosesTheChannel() throws Exception {
        JdkServer server = jdkServer();
        server.next();
        SocketChannel channel = closing(SocketChannel.open(server.address()));
        TlsDial dial = dial(build(client())).serverName("other.test");

        assertFails(Reason.UNTRUSTED_PEER, () -> dial.over(channel));

        assertFalse(channel.isOpen());
    }

    @Test
    void closeEndsAReadOverAChannelThatIsNoSocket() throws Exception {
        List<Duct> ends = Duct.pair();
        TlsServer server = closing(server().build());
        Background<TlsConnection> accepted = Background.start(() -> server.accept(ends.get(1)));
        TlsConnection connection = closing(dial(build(client())).over(ends.get(0)));
        closing(accepted.result());
        Background<Integer> reader =
                Background.start(() -> connection.read(ByteBuffer.allocate(1))).blocked();

        Background.run(connection::close).result(WaitContract.SOON);

        assertTrue(reader.failure(WaitContract.SOON) instanceof AsynchronousCloseException);
    }

    @Test
    void aPeerWithoutTlsBreaksTheProtocol() throws Exception {
        JdkServer server = jdkServer();
        Background<Boolean> plain = Background.run(() ->
                server.plain().getOutputStream().write("220 no TLS here\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertFails(Reason.PROTOCOL, () -> connect(build(client()), server.address()));

        plain.result();
    }

    @Test
    void aPeerThatHangsUpInTheHandshakeIsATruncation() throws Exception {
        JdkServer server = jdkServer();
        Background<Boolean> rude = Background.run(() -> server.plain().shutdownOutput());

        assertFails(Reason.TRUNCATED, () -> connect(build(client()), server.address()));

        rude.result();
    }
}

package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** Engines whose bytes the caller moves, against the JDK's own sockets. */
abstract class EngineContract extends SecureContract {
    private static final int BATCH = 64 * 1024;

    private TlsEngine clientEngine(String host) throws Exception {
        ConnectRequest request = ConnectRequest.to(InetSocketAddress.createUnresolved(host, 443));
        return closing(build(client()).dial(request).engine());
    }

    @ParameterizedTest
    @CsvSource({"1,TLS_1_2", "1,TLS_1_3", "65536,TLS_1_2", "65536,TLS_1_3"})
    void aClientTalksHoweverItsBytesAreCut(int piece, TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        Background<SSLSocket> accepted = server.next();
        EngineLoop loop = new EngineLoop(clientEngine(HOST), plain(server.address()), piece);

        loop.handshake();

        assertTalks(loop, accepted.result());
        assertEquals(
                version, loop.engine().handshake().map(HandshakeReport::version).orElseThrow());
        assertEquals(SERVER.chain(), loop.engine().handshake().orElseThrow().peer());
    }

    @ParameterizedTest
    @CsvSource({"1,TLS_1_2", "1,TLS_1_3", "65536,TLS_1_2", "65536,TLS_1_3"})
    void aServerTalksHoweverItsBytesAreCut(int piece, TlsVersion version) throws Exception {
        JdkServer port = jdkServer();
        Background<Socket> accepted = Background.start(port::plain);
        SSLSocket peer =
                jdkClient(version).over(plain(port.address()), port.address().getPort());
        Background<Boolean> handshake = Background.run(peer::startHandshake);
        EngineLoop loop = new EngineLoop(closing(closing(server().build()).engine()), accepted.result(), piece);

        loop.handshake();
        loop.send();
        handshake.result();

        assertTalks(loop, peer);
        assertEquals(HOST, loop.engine().handshake().orElseThrow().serverName());
    }

    private static void assertTalks(EngineLoop loop, SSLSocket peer) throws Exception {
        loop.say("from here");
        assertEquals("from here", JdkTalk.hear(peer, 9));
        JdkTalk.say(peer, "from there");
        assertEquals("from there", loop.hear(10));

        loop.engine().shutdownOutput();
        loop.engine().shutdownOutput();
        loop.send();
        assertEquals("", JdkTalk.hear(peer, 1));
        peer.shutdownOutput();
        assertEquals("", loop.hear(1));
        assertEquals(-1, loop.engine().read(ByteBuffer.allocate(1)));
    }

    @Test
    void aStrangerIsNotBelieved() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        EngineLoop loop = new EngineLoop(clientEngine("other.test"), plain(server.address()), BATCH);

        assertFails(Reason.UNTRUSTED_PEER, loop::handshake);

        assertEquals(Optional.empty(), loop.engine().handshake());
        loop.send();
        loop.socket().shutdownOutput();
        accepted.failure(PATIENCE);
    }

    @Test
    void anEndWithoutCloseNotifyIsATruncation() throws Exception {
        JdkServer server = jdkServer();
        Background<Socket> accepted = Background.start(() -> {
            Socket plain = server.plain();
            server.secured(plain).startHandshake();
            return plain;
        });
        EngineLoop loop = new EngineLoop(clientEngine(HOST), plain(server.address()), BATCH);
        loop.handshake();

        accepted.result().shutdownOutput();

        assertFails(Reason.TRUNCATED, () -> loop.hear(1));
    }

    @ParameterizedTest
    @EnumSource
    void anEndWithinARecordIsATruncationAndWhatCameBeforeIsRead(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        Background<SSLSocket> accepted = server.next();
        EngineLoop loop = new EngineLoop(clientEngine(HOST), plain(server.address()), BATCH);
        loop.handshake();
        SSLSocket peer = accepted.result();
        loop.say("hello");
        assertEquals("hello", JdkTalk.hear(peer, 5));
        JdkTalk.say(peer, "hello");
        assertEquals("hello", loop.hear(5));
        JdkTalk.say(peer, "one");
        JdkTalk.say(peer, "two");

        loop.engine().receive(ByteBuffer.wrap(record(loop.socket())));
        loop.engine().receive(ByteBuffer.wrap(record(loop.socket()), 0, 7));

        assertFails(Reason.TRUNCATED, loop.engine()::receiveEnd);
        assertEquals("one", loop.hear(3));
        assertFails(Reason.TRUNCATED, () -> loop.engine().read(ByteBuffer.allocate(1)));
        assertFails(Reason.TRUNCATED, () -> loop.engine().read(ByteBuffer.allocate(1)));
    }

    // RFC 8446 section 5.1: the length is in the last two bytes of the header.
    private static byte[] record(Socket from) throws IOException {
        byte[] header = from.getInputStream().readNBytes(5);
        int length = ByteBuffer.wrap(header).getShort(3);
        return ByteBuffer.allocate(header.length + length)
                .put(header)
                .put(from.getInputStream().readNBytes(length))
                .array();
    }

    @Test
    void nothingIsTakenBeforeTheHandshakeIsDone() throws Exception {
        TlsEngine engine = clientEngine(HOST);

        assertEquals(0, engine.write(ByteBuffer.allocate(10)));
        assertEquals(0, engine.read(ByteBuffer.allocate(10)));
        assertEquals(Optional.empty(), engine.handshake());
        assertTrue(engine.send(ByteBuffer.allocate(BATCH)) > 100, "no ClientHello");
        assertFalse(engine.wantsToSend());
    }

    @Test
    void noMorePlainTextIsTakenThanWaitsWithinTheLimit() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        EngineLoop loop = new EngineLoop(clientEngine(HOST), plain(server.address()), BATCH);
        loop.handshake();
        loop.send();
        accepted.result();
        ByteBuffer much = ByteBuffer.allocate(1 << 20);

        int taken = loop.engine().write(much);

        assertTrue(taken > 16_000 && taken <= BATCH, () -> "took " + taken);
        assertEquals(taken, much.position());
        loop.send();
        assertTrue(loop.engine().write(much) > 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterCloseEverythingElseIsRefused(boolean client) throws Exception {
        TlsEngine engine =
                client ? clientEngine(HOST) : closing(server().build()).engine();

        engine.close();
        engine.close();

        assertThrows(IllegalStateException.class, () -> engine.send(ByteBuffer.allocate(10)));
        assertThrows(IllegalStateException.class, () -> engine.receive(ByteBuffer.allocate(10)));
        assertThrows(IllegalStateException.class, () -> engine.read(ByteBuffer.allocate(10)));
        assertThrows(IllegalStateException.class, () -> engine.write(ByteBuffer.allocate(10)));
        assertThrows(IllegalStateException.class, engine::shutdownOutput);
        assertThrows(IllegalStateException.class, engine::session);
    }
}

package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;
import tfo.testkit.peer.Payload;

/** Bytes arrive once, whole and in order, whatever buffers they come from and go to. */
abstract class IntegrityContract extends SecureContract {
    private static final int MEGABYTES = 4 << 20;
    private static final int MOST_AT_ONCE = 70_000;

    @ParameterizedTest
    @EnumSource
    void megabytesPassBothWaysAtOnceInPiecesOfEverySize(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        assertMegabytesPass(connection, accepted.result());
    }

    @ParameterizedTest
    @EnumSource
    void aServersMegabytesPassBothWaysAtOnce(TlsVersion version) throws Exception {
        Reception reception = reception(server());
        Background<TlsConnection> accepted = reception.next();
        SSLSocket peer = connect(jdkClient(version), reception.address());
        assertMegabytesPass(closing(accepted.result()), peer);
    }

    private static void assertMegabytesPass(TlsConnection connection, SSLSocket peer) throws Exception {
        byte[] up = Payload.bytes(MEGABYTES, 1);
        byte[] down = Payload.bytes(MEGABYTES, 2);
        Background<Boolean> echo = Background.run(() -> peer.getOutputStream().write(down));
        Background<byte[]> heard = Background.start(() -> heard(peer));
        Background<Boolean> writer = Background.run(() -> writeInPieces(connection, up));

        assertArrayEquals(down, readInPieces(connection));
        assertArrayEquals(up, heard.result());
        writer.result();
        echo.result();
    }

    private static byte[] heard(SSLSocket peer) throws IOException {
        InputStream in = peer.getInputStream();
        return in.readNBytes(MEGABYTES);
    }

    private static void writeInPieces(TlsConnection connection, byte[] bytes) throws IOException {
        SplittableRandom sizes = new SplittableRandom(3);
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(sizes.nextInt(MOST_AT_ONCE), bytes.length - at);
            assertEquals(length, connection.write(ByteBuffer.wrap(bytes, at, length)));
            at += length;
        }
    }

    private static byte[] readInPieces(TlsConnection connection) throws IOException {
        SplittableRandom sizes = new SplittableRandom(4);
        ByteBuffer all = ByteBuffer.allocate(MEGABYTES);
        while (all.hasRemaining()) {
            int length = Math.min(1 + sizes.nextInt(MOST_AT_ONCE), all.remaining());
            Talk.fill(connection, all.duplicate().limit(all.position() + length));
            all.position(all.position() + length);
        }
        return all.array();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void anyBufferCanBeWritten(ByteBuffer source) throws Exception {
        ByteBuffer expected = source.duplicate();
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        int length = source.remaining();

        assertEquals(length, connection.write(source));

        assertEquals(0, source.remaining());
        assertEquals(
                expected, ByteBuffer.wrap(accepted.result().getInputStream().readNBytes(length)));
    }

    static Stream<ByteBuffer> sources() {
        byte[] bytes = Payload.bytes(40_000, 5);
        return Stream.of(
                ByteBuffer.wrap(bytes),
                ByteBuffer.allocateDirect(40_000).put(bytes).flip(),
                ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
                ByteBuffer.wrap(bytes).position(100).limit(30_001).slice(),
                ByteBuffer.allocateDirect(40_000)
                        .put(bytes)
                        .position(7)
                        .limit(20_000)
                        .slice(),
                ByteBuffer.wrap(bytes).position(3).limit(4));
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void anyBufferCanBeReadInto(ByteBuffer destination) throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        byte[] bytes = Payload.bytes(destination.remaining(), 6);
        Background<Boolean> writer =
                Background.run(() -> accepted.result().getOutputStream().write(bytes));
        ByteBuffer view = destination.duplicate();

        Talk.fill(connection, destination);

        assertEquals(ByteBuffer.wrap(bytes), view);
        writer.result();
    }

    static Stream<ByteBuffer> destinations() {
        return Stream.of(
                ByteBuffer.allocate(40_000),
                ByteBuffer.allocateDirect(40_000),
                ByteBuffer.allocate(40_000).position(100).limit(30_001).slice(),
                ByteBuffer.allocateDirect(40_000).position(7).limit(20_000),
                ByteBuffer.allocate(1));
    }

    @Test
    void aBufferForReadingOnlyIsRefusedAndNothingIsLost() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        JdkTalk.say(accepted.result(), "kept");

        assertThrows(
                IllegalArgumentException.class,
                () -> connection.read(ByteBuffer.allocate(9).asReadOnlyBuffer()));

        assertEquals("kept", Talk.hear(connection, 4));
    }

    @Test
    void nothingIsReadIntoAFullBufferAtOnce() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        accepted.result();

        assertEquals(0, connection.read(ByteBuffer.allocate(0)));
        assertEquals(0, connection.write(ByteBuffer.allocate(0)));

        Talk.assertTalks(connection, accepted.result());
    }
}

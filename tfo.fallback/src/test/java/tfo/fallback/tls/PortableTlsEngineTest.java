package tfo.fallback.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PortableTlsEngineTest {
    private static final Identity OWN = TestIdentity.localhost();
    private static final int WAITING = 64 * 1024;

    private TlsEngine client;
    private TlsEngine server;

    @BeforeEach
    void meet() throws TlsException {
        server = new ServerBuilder().identity(OWN).build().engine();
        client = new ClientBuilder()
                .trust(TestIdentity.trusting(OWN))
                .build()
                .dial(ConnectRequest.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), 443)))
                .engine();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20_000})
    void shakesHandsHoweverThePiecesAreCut(int piece) throws TlsException {
        assertTrue(client.wantsToSend());
        assertFalse(server.wantsToSend());

        shakeHands(piece);

        assertTrue(client.handshake().isPresent());
        assertTrue(server.handshake().isPresent());
        assertFalse(client.wantsToSend());
    }

    private void shakeHands(int piece) throws TlsException {
        while (client.wantsToSend() || server.wantsToSend()) {
            move(client, server, piece);
            move(server, client, piece);
        }
    }

    private static void move(TlsEngine from, TlsEngine to, int piece) throws TlsException {
        ByteBuffer network = ByteBuffer.allocate(piece);
        while (from.wantsToSend()) {
            from.send(network.clear());
            to.receive(network.flip());
            assertFalse(network.hasRemaining());
        }
    }

    @Test
    void takesPlainTextUpToALimitAndGivesItBack() throws TlsException {
        byte[] sent = new byte[100_000];
        new Random(2).nextBytes(sent);
        ByteBuffer source = ByteBuffer.wrap(sent);
        assertEquals(0, client.write(source));
        shakeHands(20_000);

        int first = client.write(source);

        assertTrue(first > 32 * 1024 && first < WAITING, "took " + first);
        assertEquals(0, client.write(source));
        ByteBuffer got = ByteBuffer.allocate(sent.length);
        while (got.hasRemaining()) {
            move(client, server, 5000);
            drain(server, got);
            client.write(source);
        }
        assertArrayEquals(sent, got.array());
        assertEquals(0, server.read(ByteBuffer.allocate(1)));
    }

    private static void drain(TlsEngine from, ByteBuffer into) throws TlsException {
        while (from.read(into) > 0) {
            // As long as there are records.
        }
    }

    @Test
    void holdsBackWhatNobodyReads() throws TlsException {
        shakeHands(20_000);
        ByteBuffer network = ByteBuffer.allocate(200_000);
        while (network.position() < WAITING + 20_000) {
            client.write(ByteBuffer.allocate(10_000));
            client.send(network);
        }
        network.flip();

        server.receive(network);

        assertTrue(network.hasRemaining());
        assertEquals(0, server.receive(network));
        assertTrue(server.read(ByteBuffer.allocate(20_000)) > 0);
        assertTrue(server.receive(network) > 0);
    }

    @Test
    void closeNotifyIsTheEnd() throws TlsException {
        shakeHands(20_000);
        client.write(ByteBuffer.wrap(new byte[] {1, 2}));
        client.shutdownOutput();
        client.shutdownOutput();
        move(client, server, 20_000);
        server.receiveEnd();

        ByteBuffer got = ByteBuffer.allocate(9);
        assertEquals(2, server.read(got));
        assertEquals(-1, server.read(got));
        assertEquals(-1, server.read(got));
    }

    @Test
    void anEndWithoutCloseNotifyIsTruncated() throws TlsException {
        shakeHands(20_000);
        client.write(ByteBuffer.wrap(new byte[] {1, 2}));
        move(client, server, 20_000);

        assertEquals(
                Reason.TRUNCATED,
                assertThrows(TlsException.class, () -> server.receiveEnd()).reason());

        ByteBuffer got = ByteBuffer.allocate(9);
        assertEquals(2, server.read(got));
        assertThrows(TlsException.class, () -> server.read(got));
    }

    @Test
    void anEndWithinTheHandshakeIsTruncated() throws TlsException {
        client.send(ByteBuffer.allocate(20_000));

        assertEquals(
                Reason.TRUNCATED,
                assertThrows(TlsException.class, () -> client.receiveEnd()).reason());
    }

    @Test
    void whatComesBeforeABadRecordIsDelivered() throws TlsException {
        shakeHands(20_000);
        client.write(ByteBuffer.wrap(new byte[] {1, 2}));
        move(client, server, 20_000);
        client.write(ByteBuffer.wrap(new byte[] {3, 4}));
        ByteBuffer network = ByteBuffer.allocate(20_000);
        client.send(network);
        network.put(network.position() - 1, (byte) ~network.get(network.position() - 1));
        server.receive(network.flip());

        ByteBuffer got = ByteBuffer.allocate(9);
        assertEquals(2, server.read(got));
        TlsException failure = assertThrows(TlsException.class, () -> server.read(got));

        assertEquals(Reason.PROTOCOL, failure.reason());
        assertEquals(2, got.position());
        assertThrows(TlsException.class, () -> server.read(got));
        assertTrue(server.wantsToSend());
        move(server, client, 20_000);
        assertEquals(
                Reason.PEER_ALERT,
                assertThrows(TlsException.class, () -> client.read(got.clear())).reason());
    }

    @Test
    void plainTextIsNoHandshake() {
        byte[] plain = new byte[100];
        Arrays.fill(plain, (byte) 'x');

        assertEquals(
                Reason.PROTOCOL,
                assertThrows(TlsException.class, () -> server.receive(ByteBuffer.wrap(plain)))
                        .reason());
        assertEquals(
                Reason.PROTOCOL,
                assertThrows(TlsException.class, () -> {
                            client.send(ByteBuffer.allocate(20_000));
                            client.receive(ByteBuffer.wrap(plain));
                        })
                        .reason());
    }

    @Test
    void afterCloseEverythingElseIsRefused() {
        client.close();
        client.close();

        assertThrows(IllegalStateException.class, () -> client.send(ByteBuffer.allocate(1)));
        assertThrows(IllegalStateException.class, () -> client.receive(ByteBuffer.allocate(1)));
        assertThrows(IllegalStateException.class, () -> client.read(ByteBuffer.allocate(1)));
        assertThrows(IllegalStateException.class, () -> client.write(ByteBuffer.allocate(1)));
        assertThrows(IllegalStateException.class, () -> client.handshake());
        assertThrows(IllegalStateException.class, () -> client.shutdownOutput());
    }
}

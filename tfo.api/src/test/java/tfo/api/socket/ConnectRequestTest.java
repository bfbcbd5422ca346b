package tfo.api.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tfo.api.tcp.TcpOptions;

class ConnectRequestTest {
    private final InetSocketAddress remote = InetSocketAddress.createUnresolved("peer", 443);
    private final ConnectRequest request = ConnectRequest.to(remote);

    @Test
    void theDefaultsAreAnOrdinaryConnect() {
        assertEquals(remote, request.remote());
        assertTrue(request.local().isEmpty());
        assertEquals(0, request.firstFlight().remaining());
        assertEquals(Duration.ZERO, request.timeout());
        assertEquals(FastOpenPolicy.PREFER, request.policy());
        assertEquals(FirstSpeaker.AUTO, request.firstSpeaker());
        assertTrue(request.options().isEmpty());
    }

    @Test
    void everyChangeMakesANewRequestAndKeepsTheRest() {
        InetSocketAddress local = new InetSocketAddress(7);

        ConnectRequest changed = request.local(local)
                .firstFlight(ByteBuffer.allocate(3))
                .timeout(Duration.ofSeconds(2))
                .policy(FastOpenPolicy.REQUIRE)
                .firstSpeaker(FirstSpeaker.CLIENT)
                .option(StandardSocketOptions.TCP_NODELAY, true);

        assertEquals(local, changed.local().orElseThrow());
        assertEquals(3, changed.firstFlight().remaining());
        assertEquals(Duration.ofSeconds(2), changed.timeout());
        assertEquals(FastOpenPolicy.REQUIRE, changed.policy());
        assertEquals(FirstSpeaker.CLIENT, changed.firstSpeaker());
        assertEquals(true, changed.options().get(StandardSocketOptions.TCP_NODELAY));
        assertTrue(request.local().isEmpty() && request.options().isEmpty());
    }

    @Test
    void theFlightIsAViewFromPositionToLimitThatNobodyCanMoveOrChange() {
        ByteBuffer bytes = ByteBuffer.wrap("..query..".getBytes(StandardCharsets.US_ASCII));
        bytes.position(2).limit(7);

        ConnectRequest withFlight = request.firstFlight(bytes);
        withFlight.firstFlight().get();

        assertEquals(2, bytes.position());
        assertEquals(
                "query",
                StandardCharsets.US_ASCII.decode(withFlight.firstFlight()).toString());
        assertTrue(withFlight.firstFlight().isReadOnly());
    }

    @Test
    void theOptionsKeepTheirOrder() {
        ConnectRequest withOptions = request.option(StandardSocketOptions.SO_RCVBUF, 1)
                .option(StandardSocketOptions.SO_KEEPALIVE, true)
                .option(StandardSocketOptions.SO_RCVBUF, 2);

        assertEquals(
                List.of(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_KEEPALIVE),
                List.copyOf(withOptions.options().keySet()));
        assertEquals(2, withOptions.options().get(StandardSocketOptions.SO_RCVBUF));
        assertThrows(
                UnsupportedOperationException.class, () -> withOptions.options().clear());
    }

    @Test
    void anArrayAmongTheOptionsIsCopiedAtTheDoorBothWays() {
        byte[] bytes = {1, 2, 3};
        ConnectRequest given = request.option(Blob.OPTION, bytes).option(StandardSocketOptions.SO_KEEPALIVE, true);

        bytes[0] = 9;
        byte[] handedOut = (byte[]) Objects.requireNonNull(given.options().get(Blob.OPTION));
        handedOut[1] = 9;

        assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) given.options().get(Blob.OPTION));
        assertEquals(
                List.of(Blob.OPTION, StandardSocketOptions.SO_KEEPALIVE),
                List.copyOf(given.options().keySet()));
        assertThrows(UnsupportedOperationException.class, () -> given.options().clear());
    }

    @Test
    void whatMeansNothingToAClientIsRefusedByName() {
        assertOfListeners(TcpOptions.TCP_FASTOPEN, 5);
        assertOfListeners(TcpOptions.TCP_FASTOPEN_KEY, new byte[16]);
        assertOfListeners(TcpOptions.TCP_SAVE_SYN, true);
    }

    private <T> void assertOfListeners(SocketOption<T> option, T value) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> request.option(option, value));

        assertEquals(option.name() + " is for listeners; see ListenRequest", e.getMessage());
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller without such a tool may do.
    void badArgumentsAreRefusedAtOnce() {
        assertThrows(NullPointerException.class, () -> ConnectRequest.to(null));
        assertThrows(NullPointerException.class, () -> request.firstFlight(null));
        assertThrows(NullPointerException.class, () -> request.local(null));
        assertThrows(NullPointerException.class, () -> request.policy(null));
        assertThrows(NullPointerException.class, () -> request.firstSpeaker(null));
        assertThrows(NullPointerException.class, () -> request.option(StandardSocketOptions.TCP_NODELAY, null));
        var thrown = assertThrows(NullPointerException.class, () -> request.option(null, true));
        assertEquals("option", thrown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> request.timeout(Duration.ofNanos(-1)));
    }

    @Test
    void theWordsForALogShowNoneOfTheBytes() {
        ByteBuffer secret = ByteBuffer.wrap("hunter2".getBytes(StandardCharsets.US_ASCII));

        String words = request.firstFlight(secret).toString();

        assertFalse(words.contains("hunter2"));
        assertTrue(words.contains("7 bytes"), words);
    }
}

package tfo.api.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tfo.api.tcp.TcpOptions;

class ListenRequestTest {
    private final InetSocketAddress local = new InetSocketAddress(0);
    private final ListenRequest request = ListenRequest.on(local);

    @Test
    void everyChangeMakesANewRequestAndKeepsTheRest() {
        ListenRequest changed = request.backlog(5)
                .fastOpenQueue(7)
                .fastOpenKey(new byte[16])
                .option(StandardSocketOptions.SO_REUSEPORT, true);

        assertEquals(local, changed.local());
        assertEquals(5, changed.backlog());
        assertEquals(7, changed.fastOpenQueue());
        assertEquals(16, changed.fastOpenKey().orElseThrow().length);
        assertEquals(true, changed.options().get(StandardSocketOptions.SO_REUSEPORT));
        assertEquals(128, request.backlog());
        assertTrue(request.fastOpenKey().isEmpty());
    }

    @Test
    void theKeyIsCopiedAtTheDoorBothWaysAndNeverShown() {
        byte[] key = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        ListenRequest keyed = request.fastOpenKey(key);
        byte[] original = key.clone();

        key[0] = 0;
        keyed.fastOpenKey().orElseThrow()[1] = 0;

        assertArrayEquals(original, keyed.fastOpenKey().orElseThrow());
        assertFalse(keyed.toString().contains("0123"));
    }

    @Test
    void theOptionsOfFastOpenAreItsQueueAndItsKeyAndTheLastWordCounts() {
        byte[] one = new byte[16];
        byte[] other = new byte[32];

        assertEquals(0, request.option(TcpOptions.TCP_FASTOPEN, 0).fastOpenQueue());
        assertEquals(
                5, request.fastOpenQueue(7).option(TcpOptions.TCP_FASTOPEN, 5).fastOpenQueue());
        assertEquals(
                7, request.option(TcpOptions.TCP_FASTOPEN, 5).fastOpenQueue(7).fastOpenQueue());
        assertEquals(32, keyLength(request.fastOpenKey(one).option(TcpOptions.TCP_FASTOPEN_KEY, other)));
        assertEquals(
                16, keyLength(request.option(TcpOptions.TCP_FASTOPEN_KEY, other).fastOpenKey(one)));
        assertTrue(request.option(TcpOptions.TCP_FASTOPEN_KEY, one).options().isEmpty(), "a key has one place");
    }

    private static int keyLength(ListenRequest keyed) {
        return keyed.fastOpenKey().orElseThrow().length;
    }

    @Test
    void whatMeansNothingToAListenerIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> request.option(TcpOptions.TCP_FASTOPEN_CONNECT, true));
    }

    @Test
    void anArrayAmongTheOptionsIsCopiedAtTheDoorBothWays() {
        byte[] bytes = {1, 2, 3};
        ListenRequest given =
                request.option(StandardSocketOptions.SO_REUSEPORT, true).option(Blob.OPTION, bytes);

        bytes[0] = 9;
        byte[] handedOut = (byte[]) Objects.requireNonNull(given.options().get(Blob.OPTION));
        handedOut[1] = 9;

        assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) given.options().get(Blob.OPTION));
        assertEquals(
                List.of(StandardSocketOptions.SO_REUSEPORT, Blob.OPTION),
                List.copyOf(given.options().keySet()));
        assertThrows(UnsupportedOperationException.class, () -> given.options().clear());
    }

    @Test
    void badArgumentsAreRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> request.option(TcpOptions.TCP_FASTOPEN, -1));
        assertThrows(IllegalArgumentException.class, () -> request.option(TcpOptions.TCP_FASTOPEN_KEY, new byte[15]));
        assertThrows(IllegalArgumentException.class, () -> request.backlog(0));
        assertThrows(IllegalArgumentException.class, () -> request.fastOpenQueue(-1));
        assertThrows(IllegalArgumentException.class, () -> request.fastOpenKey(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> request.fastOpenKey(new byte[17]));
    }
}

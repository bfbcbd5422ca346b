package tfo.api.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;

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
    void badArgumentsAreRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> request.backlog(0));
        assertThrows(IllegalArgumentException.class, () -> request.fastOpenQueue(-1));
        assertThrows(IllegalArgumentException.class, () -> request.fastOpenKey(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> request.fastOpenKey(new byte[17]));
    }
}

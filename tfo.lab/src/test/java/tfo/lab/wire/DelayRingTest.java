package tfo.lab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DelayRingTest {

    @Test
    void framesOfAnySizeComeOutAsTheyWentIn() throws IOException {
        Random random = new Random(3);
        Deque<Integer> expected = new ArrayDeque<>();
        try (DelayRing ring = DelayRing.of(4096)) {
            for (int i = 0; i < 20_000; i++) {
                int length = 4 + random.nextInt(600);
                int at = ring.reserve(length);
                if (at < 0) {
                    remove(ring, expected);
                    continue;
                }
                ring.buffer().putInt(at, i);
                ring.add(length, i);
                expected.add(length);
            }
            while (!ring.isEmpty()) {
                remove(ring, expected);
            }
            assertTrue(expected.isEmpty());
        }
    }

    private static void remove(DelayRing ring, Deque<Integer> expected) {
        assertFalse(ring.isEmpty());
        assertEquals(expected.remove(), ring.length());
        ring.remove();
    }

    @Test
    void fullRingTakesNoMore() throws IOException {
        try (DelayRing ring = DelayRing.of(256)) {
            for (int i = 0; i < 8; i++) {
                assertTrue(ring.reserve(16) >= 0);
                ring.add(16, i);
            }

            assertEquals(-1, ring.reserve(1));
            ring.remove();
            assertTrue(ring.reserve(16) >= 0);
            assertEquals(1, ring.due());
        }
    }

    @Test
    void capacityIsAPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> DelayRing.of(100));
    }
}

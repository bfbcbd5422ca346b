package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tfo.api.socket.AvoidedPath;

class PathMemoryTest {
    private final Duration minute = Duration.ofMinutes(1);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final PathMemory memory = new PathMemory(() -> now, minute);
    private InetAddress peer = InetAddress.getLoopbackAddress();
    private InetAddress other = InetAddress.getLoopbackAddress();

    @BeforeEach
    void addresses() throws UnknownHostException {
        peer = InetAddress.getByName("192.0.2.1");
        other = InetAddress.getByName("192.0.2.2");
    }

    @Test
    void aStrikeAvoidsThatAddressForAMinute() {
        memory.strike(peer);

        assertTrue(memory.avoided(peer).isPresent());
        assertFalse(memory.avoided(other).isPresent());
        now = now.plus(minute);
        assertFalse(memory.avoided(peer).isPresent());
    }

    @Test
    void theWhileDoublesUpToAnHour() {
        for (long minutes : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            memory.strike(peer);

            assertEquals(now.plus(Duration.ofMinutes(minutes)), only().until());
            now = only().until();
        }
    }

    @Test
    void strikesWhileItIsAvoidedCountOnce() {
        memory.strike(peer);
        memory.strike(peer);

        assertEquals(new AvoidedPath(peer, now.plus(minute), 1), only());
    }

    @Test
    void aSuccessForgetsTheStrikes() {
        memory.strike(peer);
        now = now.plus(minute);
        memory.success(peer);
        memory.strike(peer);

        assertEquals(1, only().strikes());
    }

    @Test
    void aMereTimeoutMakesTheNextConnectionPlainAndThatOneTells() {
        memory.suspect(peer);

        assertTrue(memory.avoided(peer).isPresent());
        assertTrue(memory.list().isEmpty());
        memory.verdict(peer, false);
        assertTrue(memory.avoided(peer).isEmpty());

        memory.suspect(peer);
        memory.verdict(peer, true);
        assertEquals(1, only().strikes());
        memory.verdict(peer, false);
        assertEquals(1, only().strikes());
    }

    @Test
    void aTimeoutAfterAStrikeIsAStrike() {
        memory.strike(peer);
        now = now.plus(minute);

        memory.suspect(peer);

        assertEquals(2, only().strikes());
    }

    @Test
    void theListIsNewestFirstAndCanBeCleared() {
        memory.strike(peer);
        now = now.plusSeconds(1);
        memory.strike(other);

        assertEquals(
                List.of(other, peer),
                memory.list().stream().map(AvoidedPath::address).toList());
        memory.clear();
        assertTrue(memory.list().isEmpty());
        assertTrue(memory.avoided(peer).isEmpty());
    }

    @Test
    void itHoldsABoundedNumber() throws UnknownHostException {
        for (int i = 0; i < 10_000; i++) {
            memory.strike(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}));
        }

        assertEquals(4096, memory.list().size());
    }

    private AvoidedPath only() {
        return memory.list().get(0);
    }
}

package tfo.api.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionMemoryTest {
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final SessionStore store = new SessionMemory(3, () -> now);

    private FakeSession put(SessionKey key) {
        FakeSession session = new FakeSession(key, now, Duration.ofHours(1));
        store.put(session);
        return session;
    }

    private void assertRefused(SessionRefusal expected, SessionKey key) {
        SessionOffer offer = store.take(key);
        assertEquals(expected, offer.refusal().orElse(null), offer::toString);
        assertFalse(offer.detail().isEmpty());
    }

    @Test
    void theNewestOfAKeyComesFirstAndEachOnce() {
        FakeSession first = put(FakeSession.KEY);
        FakeSession other = put(FakeSession.OTHER);
        FakeSession second = put(FakeSession.KEY);

        assertSame(second, store.take(FakeSession.KEY).session().orElseThrow());
        assertSame(first, store.take(FakeSession.KEY).session().orElseThrow());
        assertRefused(SessionRefusal.ABSENT, FakeSession.KEY);
        assertSame(other, store.take(FakeSession.OTHER).session().orElseThrow());
    }

    @Test
    void whatIsTakenIsWhole() {
        FakeSession session = put(FakeSession.KEY);

        store.take(FakeSession.KEY);

        assertFalse(session.isDestroyed());
    }

    @Test
    void theOldestOfAllKeysMakesRoomAndIsWiped() {
        FakeSession oldest = put(FakeSession.OTHER);
        List<FakeSession> kept = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            kept.add(put(FakeSession.KEY));
        }

        assertTrue(oldest.isDestroyed());
        assertRefused(SessionRefusal.ABSENT, FakeSession.OTHER);
        for (int i = 2; i >= 0; i--) {
            assertSame(kept.get(i), store.take(FakeSession.KEY).session().orElseThrow());
        }
    }

    @Test
    void whatWasTakenTakesNoRoom() {
        FakeSession old = put(FakeSession.OTHER);
        for (int i = 0; i < 100; i++) {
            put(FakeSession.KEY);
            store.take(FakeSession.KEY);
        }

        assertSame(old, store.take(FakeSession.OTHER).session().orElseThrow());
    }

    @Test
    void theSameSessionTwiceIsOnce() {
        FakeSession session = put(FakeSession.KEY);
        store.put(session);

        assertTrue(store.take(FakeSession.KEY).session().isPresent());
        assertRefused(SessionRefusal.ABSENT, FakeSession.KEY);
    }

    @Test
    void anExpiredOneIsWipedAndTheReasonTold() {
        FakeSession session = put(FakeSession.KEY);
        now = session.expires();

        assertRefused(SessionRefusal.EXPIRED, FakeSession.KEY);
        assertTrue(session.isDestroyed());
        assertRefused(SessionRefusal.ABSENT, FakeSession.KEY);
    }

    @Test
    void anOlderOneThatLastsLongerIsFoundBehindAnExpiredOne() {
        FakeSession lasting = put(FakeSession.KEY);
        store.put(new FakeSession(FakeSession.KEY, now, Duration.ofSeconds(1)));
        now = now.plusSeconds(1);

        assertSame(lasting, store.take(FakeSession.KEY).session().orElseThrow());
    }

    @Test
    void oneFromTheFutureIsRefused() {
        put(FakeSession.KEY);
        now = now.minusMillis(1);

        assertRefused(SessionRefusal.CLOCK, FakeSession.KEY);
    }

    @Test
    void aDestroyedOneIsPassedOver() {
        FakeSession whole = put(FakeSession.KEY);
        put(FakeSession.KEY).destroy();

        assertSame(whole, store.take(FakeSession.KEY).session().orElseThrow());

        put(FakeSession.KEY).destroy();
        assertRefused(SessionRefusal.SPENT, FakeSession.KEY);
    }

    @Test
    void aCapacityOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SessionStore.inMemory(0));
        assertThrows(IllegalArgumentException.class, () -> SessionStore.inMemory(-1));
    }

    @Test
    void aStoreThatKeepsNothingWipesWhatItGets() {
        FakeSession session = FakeSession.of(FakeSession.KEY);

        SessionStore.none().put(session);

        assertTrue(session.isDestroyed());
        assertEquals(
                SessionRefusal.ABSENT,
                SessionStore.none().take(FakeSession.KEY).refusal().orElseThrow());
    }
}

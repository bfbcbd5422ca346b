package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.SessionStore;

/**
 * What every {@link SessionStore} that keeps anything must do. Sessions are told apart by {@link SessionData#maxEarlyData()}, which
 * carries their number.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
public abstract class SessionStoreContract {
    /** Whom most of the sessions are for. */
    protected static final SessionKey KEY = new SessionKey("one.example", 443, "ab".repeat(32));

    /** Somebody else. */
    protected static final SessionKey OTHER = new SessionKey("two.example", 443, "ab".repeat(32));

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int THREADS = 8;
    private static final int EACH = 60;

    private SessionStore store = SessionStore.none();

    /** For the store's suite. */
    protected SessionStoreContract() {}

    /** A new store with nothing in it. */
    protected abstract SessionStore store() throws IOException;

    /** How many sessions of one key it keeps, when there are no others; at least {@value #THREADS}. */
    protected abstract int capacity();

    /** A session that the store can keep, with this number as the early data that it promises. */
    protected SessionData session(SessionKey key, int number, Instant issued, Duration lifetime) {
        return new PaperSession(key, number, issued, issued.plus(lifetime), new AtomicBoolean());
    }

    @BeforeEach
    final void makeStore() throws IOException {
        store = store();
    }

    private SessionData session(SessionKey key, int number) {
        return session(key, number, Instant.now().minusSeconds(1), HOUR);
    }

    private void put(SessionKey key, int... numbers) {
        IntStream.of(numbers).forEach(number -> store.put(session(key, number)));
    }

    private int taken(SessionKey key) {
        SessionOffer offer = store.take(key);
        return (int)
                offer.session().orElseThrow(() -> new AssertionError(offer)).maxEarlyData();
    }

    private void assertRefused(SessionRefusal expected, SessionKey key) {
        SessionOffer offer = store.take(key);
        assertEquals(expected, offer.refusal().orElse(null), offer::toString);
        assertFalse(offer.detail().isEmpty());
    }

    @Test
    void theNewestOfAKeyComesFirst() {
        put(KEY, 1, 2, 3);

        assertEquals(3, taken(KEY));
        assertEquals(2, taken(KEY));
        assertEquals(1, taken(KEY));
    }

    @Test
    void aSessionIsHandedOutOnce() {
        put(KEY, 1);

        assertEquals(1, taken(KEY));
        assertRefused(SessionRefusal.ABSENT, KEY);
        assertRefused(SessionRefusal.ABSENT, KEY);
    }

    @Test
    void whatIsHandedOutIsWhole() {
        put(KEY, 1);
        Instant now = Instant.now();

        SessionData session = store.take(KEY).session().orElseThrow();

        assertFalse(session.isDestroyed());
        assertEquals(KEY, session.key());
        assertTrue(session.expires().isAfter(now.plus(HOUR).minusSeconds(60)));
    }

    @Test
    void anotherKeyGetsNothing() {
        put(KEY, 1);

        for (SessionKey stranger : strangers()) {
            assertRefused(SessionRefusal.ABSENT, stranger);
        }
        assertEquals(1, taken(KEY));
    }

    private static List<SessionKey> strangers() {
        return List.of(
                OTHER,
                new SessionKey(KEY.host(), 444, KEY.digest()),
                new SessionKey(KEY.host(), 443, "cd".repeat(32)),
                new SessionKey("", 443, KEY.host() + KEY.digest()));
    }

    @Test
    void otherKeysAreNotTouched() {
        put(KEY, 1, 2);
        put(OTHER, 3);
        put(KEY, 4);

        assertEquals(4, taken(KEY));
        assertEquals(3, taken(OTHER));
        assertEquals(2, taken(KEY));
        assertRefused(SessionRefusal.ABSENT, OTHER);
        assertEquals(1, taken(KEY));
    }

    @Test
    void anExpiredSessionIsNotHandedOut() {
        Instant now = Instant.now();
        store.put(session(KEY, 1, now.minusSeconds(20), Duration.ofSeconds(10)));

        assertRefused(SessionRefusal.EXPIRED, KEY);
        assertRefused(SessionRefusal.ABSENT, KEY);
    }

    @Test
    void aGoodSessionIsFoundBehindAnExpiredOne() {
        put(KEY, 1);
        store.put(session(KEY, 2, Instant.now().minusSeconds(20), Duration.ofSeconds(10)));

        assertEquals(1, taken(KEY));
    }

    @Test
    void aSessionFromTheFutureIsNotHandedOut() {
        store.put(session(KEY, 1, Instant.now().plus(HOUR), HOUR));

        assertRefused(SessionRefusal.CLOCK, KEY);
    }

    @Test
    void aDestroyedSessionIsNotHandedOut() {
        put(KEY, 1);
        SessionData destroyed = session(KEY, 2);
        destroyed.destroy();
        store.put(destroyed);

        assertEquals(1, taken(KEY));
        assertTrue(store.take(KEY).session().isEmpty());
    }

    @Test
    void theOldestMakeRoomForTheNewest() {
        put(KEY, IntStream.range(0, capacity() + 5).toArray());

        for (int number = capacity() + 4; number >= 5; number--) {
            assertEquals(number, taken(KEY));
        }
        assertRefused(SessionRefusal.ABSENT, KEY);
    }

    @Test
    void amongThreadsNoSessionIsHandedOutTwiceAndNoneIsLost() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<List<Integer>>> work = IntStream.range(0, THREADS)
                    .mapToObj(i -> (Callable<List<Integer>>) () -> putAndTake(i * EACH))
                    .toList();
            List<Integer> taken = new ArrayList<>();
            for (Future<List<Integer>> numbers : threads.invokeAll(work)) {
                taken.addAll(numbers.get());
            }

            assertEquals(THREADS * EACH, taken.size());
            assertEquals(taken.size(), new HashSet<>(taken).size());
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Integer> putAndTake(int first) {
        return Stream.iterate(first, number -> number + 1)
                .limit(EACH)
                .map(number -> {
                    put(KEY, number);
                    return taken(KEY);
                })
                .toList();
    }
}

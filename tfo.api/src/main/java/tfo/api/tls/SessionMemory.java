package tfo.api.tls;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Keeps sessions in memory, the newest of each key on top. */
final class SessionMemory implements SessionStore {
    private final int capacity;
    private final InstantSource clock;

    // Guarded by this, both: the same sessions by key and by age.
    private final Map<SessionKey, Deque<SessionData>> byKey = new HashMap<>();
    private final Set<SessionData> byAge = new LinkedHashSet<>();

    SessionMemory(int capacity, InstantSource clock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.capacity = capacity;
        this.clock = clock;
    }

    @Override
    public synchronized void put(SessionData session) {
        if (!byAge.add(session)) {
            return;
        }
        byKey.computeIfAbsent(session.key(), key -> new ArrayDeque<>()).push(session);
        while (byAge.size() > capacity) {
            Iterator<SessionData> oldest = byAge.iterator();
            SessionData dropped = oldest.next();
            oldest.remove();
            forget(dropped);
            dropped.destroy();
        }
    }

    @Override
    public synchronized SessionOffer take(SessionKey key) {
        Deque<SessionData> sessions = byKey.get(key);
        SessionOffer offer = SessionOffer.refused(SessionRefusal.ABSENT, "no session in memory");
        Instant now = clock.instant();
        while (sessions != null && !sessions.isEmpty()) {
            SessionData session = sessions.peek();
            byAge.remove(session);
            forget(session);
            offer = judge(session, now);
            if (offer.session().isPresent()) {
                return offer;
            }
            session.destroy();
        }
        return offer;
    }

    private static SessionOffer judge(SessionData session, Instant now) {
        if (session.isDestroyed()) {
            return SessionOffer.refused(SessionRefusal.SPENT, "the session in memory has been used");
        }
        if (session.issued().isAfter(now)) {
            return SessionOffer.refused(
                    SessionRefusal.CLOCK,
                    "the session in memory was issued at " + session.issued() + ", in the future");
        }
        if (!session.expires().isAfter(now)) {
            return SessionOffer.refused(
                    SessionRefusal.EXPIRED, "the session in memory expired at " + session.expires());
        }
        return SessionOffer.of(session);
    }

    private void forget(SessionData session) {
        Deque<SessionData> sessions = byKey.get(session.key());
        if (sessions != null && sessions.remove(session) && sessions.isEmpty()) {
            byKey.remove(session.key());
        }
    }
}

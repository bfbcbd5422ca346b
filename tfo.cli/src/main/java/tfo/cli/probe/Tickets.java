package tfo.cli.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionStore;

/** Keeps every session that a server gives, and gives none back. For any thread. */
final class Tickets implements SessionStore {
    // Guarded by this.
    private final List<SessionData> sessions = new ArrayList<>();

    @Override
    public synchronized void put(SessionData session) {
        sessions.add(session);
    }

    @Override
    public SessionOffer take(SessionKey key) {
        return SessionStore.none().take(key);
    }

    synchronized int count() {
        return sessions.size();
    }

    synchronized Optional<SessionData> newest() {
        return sessions.isEmpty() ? Optional.empty() : Optional.of(sessions.get(sessions.size() - 1));
    }
}

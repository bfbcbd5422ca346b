package tfo.api.tls;

/**
 * Keeps sessions between connections. Implementations are safe for use by any thread; they do not hold up a caller for longer
 * than it takes to read or write a small file. One that throws costs a resumption and is logged; no connection fails of it.
 */
public interface SessionStore {

    /** Keeps the session, beside others of the same key. It may be thrown away at any time, the oldest first. */
    void put(SessionData session);

    /**
     * Removes and returns the newest session of this key that has not expired: never the same one to two callers, in whatever
     * process they are.
     *
     * @return the session, or why there is none
     */
    SessionOffer take(SessionKey key);

    /**
     * A store in this process's memory.
     *
     * @param capacity how many sessions of all keys it keeps at most; the oldest is thrown away first
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    static SessionStore inMemory(int capacity) {
        return new SessionMemory(capacity, java.time.InstantSource.system());
    }

    /** A store that keeps nothing: every handshake is a full one. */
    static SessionStore none() {
        return NoSessions.INSTANCE;
    }
}

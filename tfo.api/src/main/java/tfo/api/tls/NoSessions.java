package tfo.api.tls;

/** Forgets everything. */
enum NoSessions implements SessionStore {
    INSTANCE;

    @Override
    public void put(SessionData session) {
        session.destroy();
    }

    @Override
    public SessionOffer take(SessionKey key) {
        return SessionOffer.refused(SessionRefusal.ABSENT, "no store");
    }
}

package tfo.testkit.tls;

import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsService;

/** A store that keeps every session twice, as no store should. */
final class Copier implements SessionStore {
    private final TlsService service;
    private final SessionSecret secret = SessionSecret.random();
    private final SessionStore real = SessionStore.inMemory(100);

    Copier(TlsService service) {
        this.service = service;
    }

    @Override
    public void put(SessionData session) {
        service.openSession(session.seal(secret), secret).session().ifPresent(real::put);
        real.put(session);
    }

    @Override
    public SessionOffer take(SessionKey key) {
        return real.take(key);
    }
}

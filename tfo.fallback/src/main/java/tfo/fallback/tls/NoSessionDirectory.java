package tfo.fallback.tls;

import java.util.List;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;

/** Where JSSE's sessions would be, if it gave any away. It touches no file. */
enum NoSessionDirectory implements SessionDirectory {
    INSTANCE;

    /** What is not JSSE's cannot be sealed here; nobody else is to use it either. */
    @Override
    public void put(SessionData session) {
        session.destroy();
    }

    @Override
    public SessionOffer take(SessionKey key) {
        return SessionOffer.refused(SessionRefusal.ABSENT, "JSSE gives no sessions away, hence keeps none in files");
    }

    @Override
    public List<Entry> list() {
        return List.of();
    }

    @Override
    public int purge() {
        return 0;
    }

    @Override
    public int clear() {
        return 0;
    }
}

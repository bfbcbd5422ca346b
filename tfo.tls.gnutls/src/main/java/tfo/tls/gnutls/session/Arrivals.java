package tfo.tls.gnutls.session;

import java.util.Optional;
import tfo.api.tls.SessionData;

/** The sessions that arrive on a connection, and where they go. For the thread that receives. */
final class Arrivals {
    private final Session session;
    private final Party party;

    Arrivals(Session session, Party party) {
        this.session = session;
        this.party = party;
    }

    boolean any() {
        return session.tickets().any();
    }

    /** Takes the newest. */
    Optional<SessionData> newest() {
        byte[] data = session.tickets().newest();
        return data == null ? Optional.empty() : party.session(session, data);
    }

    /** Gives the oldest to the listener or the store. */
    void deliverOldest() {
        byte[] data = session.tickets().oldest();
        if (data != null) {
            party.session(session, data).ifPresent(party::deliver);
        }
    }
}

package tfo.api.tls;

/** Hears of new sessions. */
@FunctionalInterface
public interface TicketListener {

    /**
     * Called for every new session, on the thread that was reading, before the next read returns. What it throws is logged and
     * otherwise ignored; the session then goes to the store.
     *
     * @return whether the listener keeps the session for itself; if not, it goes to the client's store. A session serves once:
     *     who keeps it must not leave it to anybody else
     */
    boolean onTicket(SessionData session);
}

package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tfo.api.tls.SessionData;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Transport;

/** What comes from the peer of a connection: plain text, tickets, the end. One thread at a time. */
final class Inward {
    private static final int LAST_RECORDS = 64;

    private final Session session;
    private final Transport transport;
    private final Party party;
    private final Lifetime lifetime;
    private final EarlyPhase earlyPhase;

    /** Held by who receives. Guards all that is not final. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Arrivals arrivals;
    private final PlainText inbox;
    private volatile Duration timeout = Duration.ZERO;

    /** Whether the peer's close_notify came. */
    private boolean ended;

    /** What the library said when it could read no more, or zero. */
    private int broken;

    Inward(GnuTls gnutls, Session session, Transport transport, Party party, Lifetime lifetime, EarlyPhase earlyPhase) {
        this.session = session;
        this.transport = transport;
        this.party = party;
        this.lifetime = lifetime;
        this.earlyPhase = earlyPhase;
        this.arrivals = new Arrivals(session, party);
        this.inbox = new PlainText(gnutls);
    }

    /** Held by who receives, or frees. */
    ReentrantLock lock() {
        return lock;
    }

    void timeout(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("negative time-out: " + limit);
        }
        timeout = limit;
    }

    int read(ByteBuffer destination) throws IOException {
        if (destination.isReadOnly()) {
            throw new IllegalArgumentException("a read-only buffer");
        }
        lock.lock();
        try {
            lifetime.requireOpen();
            deliver();
            if (!destination.hasRemaining()) {
                return 0;
            }
            Deadline deadline = Deadline.in(timeout);
            int early = readEarly(destination, deadline);
            int kept = early > 0 ? early : inbox.drainTo(destination);
            return kept > 0 ? kept : receive(destination, deadline);
        } finally {
            lock.unlock();
        }
    }

    private int readEarly(ByteBuffer destination, Deadline deadline) throws IOException {
        try {
            return earlyPhase.read(destination, transport, deadline);
        } catch (IOException e) {
            throw lifetime.unlessClosing(e);
        }
    }

    /** Waits for the end of the handshake; whether it came. */
    boolean confirm(Deadline deadline) throws IOException {
        lock.lock();
        try {
            lifetime.requireOpen();
            return earlyPhase.confirm(transport, deadline);
        } catch (IOException e) {
            throw lifetime.unlessClosing(e);
        } finally {
            lock.unlock();
        }
    }

    private int receive(ByteBuffer destination, Deadline deadline) throws IOException {
        while (!ended) {
            lifetime.requireOpen();
            // The library answers a second call after a failure with GNUTLS_E_INVALID_SESSION, whatever it was.
            int n = broken != 0 ? broken : inbox.receive(session, destination);
            if (n > 0) {
                return n;
            }
            if (!understood(n, "read") && !await(deadline)) {
                throw new SocketTimeoutException("read: nothing came within " + timeout);
            }
        }
        return -1;
    }

    /** Whether this result needs no wait. */
    private boolean understood(int n, String operation) throws IOException {
        if (n == 0 || (n == GnuTlsCode.GNUTLS_E_PREMATURE_TERMINATION && party.truncationAllowed())) {
            ended = true;
            return true;
        }
        if (n == GnuTlsCode.GNUTLS_E_AGAIN) {
            // It says so after a ticket, too, whatever comes behind it.
            return session.tickets().tookOne();
        }
        if (session.isFatal(n)) {
            broken = n;
            throw lifetime.unlessClosing(HalfRecord.named(session.failure(n, operation), transport));
        }
        return true;
    }

    private boolean await(Deadline deadline) throws IOException {
        try {
            return transport.awaitInput(deadline);
        } catch (IOException e) {
            throw lifetime.unlessClosing(e);
        }
    }

    Optional<SessionData> session() throws IOException {
        lock.lock();
        try {
            lifetime.requireOpen();
            return arrivals.newest();
        } finally {
            lock.unlock();
        }
    }

    Optional<SessionData> awaitSession(Duration limit) throws IOException {
        lock.lock();
        try {
            lifetime.requireOpen();
            Deadline deadline = Deadline.in(limit.isZero() ? Duration.ofNanos(1) : limit);
            boolean more = earlyPhase.confirm(transport, deadline) && !ended;
            while (!arrivals.any() && more && inbox.hasRoom()) {
                lifetime.requireOpen();
                int n = inbox.receive(session);
                more = n > 0 || (understood(n, "awaitSession") ? !ended : !deadline.over() && await(deadline));
            }
            return arrivals.newest();
        } finally {
            lock.unlock();
        }
    }

    /** Gives what arrived to the listener and the store. */
    private void deliver() throws IOException {
        while (arrivals.any()) {
            arrivals.deliverOldest();
            // The listener may have closed the connection.
            lifetime.requireOpen();
        }
    }

    /** Ends the handshake of a connection that is about to end, as far as that does not take long and nobody reads. */
    void conclude(Outward outward) {
        if (earlyPhase.done() || !lock.tryLock()) {
            return;
        }
        try {
            outward.flushLast();
            earlyPhase.conclude(transport);
        } catch (IOException e) {
            // The client has what was written, or does not care.
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads what is there already: tickets are worth having, and what is left unread makes the kernel reset the connection.
     *
     * @param firstTicket if none has come, one is waited for until then
     */
    void drain(Deadline firstTicket) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            int records = 0;
            while (earlyPhase.done() && !ended && records < LAST_RECORDS && (discarded() || awaitTicket(firstTicket))) {
                records++;
            }
            while (arrivals.any()) {
                arrivals.deliverOldest();
            }
        } catch (IOException e) {
            // There is nobody to hear from any more.
        } finally {
            lock.unlock();
        }
    }

    // GnuTLS says AGAIN after a ticket, too, whatever comes behind it.
    private boolean discarded() {
        int n = inbox.discard(session);
        broken = n < 0 && session.isFatal(n) ? n : broken;
        ended = n == 0;
        return n > 0 || (n == GnuTlsCode.GNUTLS_E_AGAIN && session.tickets().tookOne());
    }

    private boolean awaitTicket(Deadline until) throws IOException {
        boolean wanted = !ended && broken == 0 && !session.tickets().came() && !until.over();
        return wanted && transport.awaitInput(until);
    }

    /** Wipes what was read. The caller holds the lock. */
    void free() {
        inbox.close();
    }
}

package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.TlsConnection;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Flight;
import tfo.tls.gnutls.transport.Pair;
import tfo.tls.gnutls.transport.Transport;
import tfo.tls.gnutls.transport.Watchdog;

/** A session that becomes a connection, or is freed. For one thread. */
final class Opening {
    private final Library library;
    private final Session session;
    private final Party party;
    private final Deadline deadline;
    private final Handshake handshake;

    /** Made when it is first needed. */
    private @Nullable Pair pair;

    /** Becomes the owner of the session. */
    Opening(Library library, Session session, Party party, Deadline deadline) {
        this.library = library;
        this.session = session;
        this.party = party;
        this.deadline = deadline;
        this.handshake = new Handshake(library.certificates(), session, party);
    }

    /** The first flight of a client, staged, to be handed over by the caller. */
    Flight firstFlight() throws IOException {
        try {
            Pair staging = pair();
            session.attach(staging);
            handshake.step();
            Flight flight = staging.takeFlight();
            handshake.flightLeft();
            return flight;
        } catch (IOException | RuntimeException e) {
            abandon();
            throw e;
        }
    }

    private Pair pair() throws IOException {
        Pair known = pair;
        if (known == null) {
            known = library.transports().pair();
            pair = known;
        }
        return known;
    }

    /** Frees what there is. */
    void abandon() {
        session.close();
        Pair known = pair;
        if (known != null) {
            known.close();
        }
    }

    /** Goes on over what carries it. If this fails, the session is freed, and the carrier is the caller's to close. */
    TlsConnection over(Server.Carrier carrier, @Nullable FastOpenConnection underneath) throws IOException {
        Transport transport;
        try {
            transport = carrier.over(this::pair);
        } catch (IOException | RuntimeException e) {
            abandon();
            throw e;
        }
        try {
            use(transport);
            shakeHands(transport);
            return new Connection(library, session, transport, party, handshake.report(), underneath);
        } catch (IOException | RuntimeException | Error e) {
            session.close();
            transport.wake();
            transport.close();
            throw e;
        }
    }

    private void use(Transport transport) throws IOException {
        session.attach(transport);
        Pair known = pair;
        if (known != null && !transport.uses(known)) {
            pair = null;
            library.transports().giveBack(known);
        }
    }

    // A write may wait as well, and only the end of the connection ends that.
    private void shakeHands(Transport transport) throws IOException {
        Deadline alarm = transport.keepsDeadlines() ? Deadline.never() : deadline;
        try (Watchdog.Guard guard = Watchdog.closing(transport::wake, alarm)) {
            try {
                handshake.run(transport, deadline);
            } catch (IOException e) {
                throw guard.hasBitten() ? timedOut(e) : e;
            }
            session.tickets().keepOld();
        }
    }

    private IOException timedOut(IOException cause) {
        if (cause instanceof SocketTimeoutException) {
            return cause;
        }
        SocketTimeoutException e = new SocketTimeoutException("TLS handshake with " + party.peer() + " timed out");
        e.initCause(cause);
        return e;
    }
}

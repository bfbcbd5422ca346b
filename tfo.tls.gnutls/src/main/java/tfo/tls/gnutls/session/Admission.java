package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;
import tfo.tls.gnutls.transport.Conduit;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Transport;
import tfo.tls.gnutls.transport.Watchdog;

/** A client's connection to a server that takes early data, until there is something to be read. For one thread. */
final class Admission {
    // The functions that it takes came then.
    private static final String HALF_RTT = "3.7.2";

    private final Library library;
    private final Session session;
    private final Party party;
    private final Deadline deadline;
    private final Handshake handshake;
    private final int limit;
    private final RecordGate gate;
    private final EarlyBytes early = new EarlyBytes();

    /** Becomes the owner of the session. */
    Admission(Library library, Session session, Party party, Deadline deadline, int limit) throws IOException {
        this.library = library;
        this.session = session;
        this.party = party;
        this.deadline = deadline;
        this.limit = limit;
        this.handshake = new Handshake(library.certificates(), session, party);
        try {
            this.gate = new RecordGate(library.transports().pair());
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Makes a connection. If this fails, the session is freed, and the carrier is the caller's to close. */
    TlsConnection over(Carrier carrier, @Nullable FastOpenConnection underneath) throws IOException {
        Transport transport;
        try {
            transport = carrier.over(gate);
        } catch (IOException | RuntimeException e) {
            session.close();
            gate.close();
            throw e;
        }
        try {
            session.attach(transport);
            EarlyPhase earlyPhase = guarded(transport);
            return new Connection(library, session, transport, party, report(), underneath, earlyPhase);
        } catch (IOException | RuntimeException | Error e) {
            session.close();
            transport.wake();
            transport.close();
            throw e;
        }
    }

    // A write may wait as well, and only the end of the connection ends that.
    private EarlyPhase guarded(Transport transport) throws IOException {
        Deadline alarm = transport.keepsDeadlines() ? Deadline.never() : deadline;
        try (Watchdog.Guard guard = Watchdog.closing(transport::wake, alarm)) {
            try {
                return new EarlyPhase(early, begin(transport));
            } catch (TlsException e) {
                IOException failure = HalfRecord.named(e, transport);
                Handshake.lastWords(transport);
                throw failure;
            } catch (IOException e) {
                throw guard.hasBitten() ? timedOut(e) : e;
            }
        }
    }

    /** Goes on until early data may be read and answered, or the handshake is done: then there is nothing to return. */
    private @Nullable HalfRtt begin(Transport transport) throws IOException {
        while (!handshake.step()) {
            HalfRtt half = session.early().taken() && library.isAtLeast(HALF_RTT) ? HalfRtt.begin(this) : null;
            if (half != null) {
                return judged(half);
            }
            if (!gate.pass()) {
                handshake.await(transport, deadline);
            }
        }
        handshake.judge();
        party.concluded(session);
        gate.open();
        if (session.early().taken()) {
            session.early().receive(early);
        }
        transport.flush();
        return null;
    }

    private HalfRtt judged(HalfRtt half) throws IOException {
        try {
            handshake.judge();
            half.openEarly();
            return half;
        } catch (IOException | RuntimeException e) {
            half.free();
            throw e;
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

    private HandshakeReport report() throws TlsException {
        HandshakeReport known = handshake.report();
        return new HandshakeReport(
                known.version(),
                known.cipherSuite(),
                known.group(),
                known.alpn(),
                known.serverName(),
                known.resumed(),
                session.early().taken() ? EarlyData.ACCEPTED : EarlyData.NONE,
                known.reason(),
                known.peer());
    }

    Session session() {
        return session;
    }

    Party party() {
        return party;
    }

    Handshake handshake() {
        return handshake;
    }

    RecordGate gate() {
        return gate;
    }

    Deadline deadline() {
        return deadline;
    }

    EarlyBytes early() {
        return early;
    }

    int limit() {
        return limit;
    }

    /** Makes the transport of a connection. */
    interface Carrier {
        /** The conduit belongs to it, unless this fails. */
        Transport over(Conduit conduit) throws IOException;
    }
}

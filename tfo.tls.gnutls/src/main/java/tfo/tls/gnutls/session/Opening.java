package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
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

    /** Whether the first flight waits in the pair. */
    private boolean staged;

    /** Becomes the owner of the session. */
    Opening(Library library, Session session, Party party, Deadline deadline) {
        this.library = library;
        this.session = session;
        this.party = party;
        this.deadline = deadline;
        this.handshake = new Handshake(library.certificates(), session, party);
    }

    /** Makes the first flight of a client, before there is anything to carry it. */
    Opening stage() throws IOException {
        try {
            session.attach(pair());
            handshake.step();
            staged = true;
            return this;
        } catch (IOException | RuntimeException e) {
            abandon();
            throw e;
        }
    }

    /** The first flight that was staged, to be handed over by the caller. */
    Flight takeFlight() throws IOException {
        try {
            Flight flight = pair().takeFlight();
            staged = false;
            handshake.flightLeft();
            return flight;
        } catch (IOException | RuntimeException e) {
            abandon();
            throw e;
        }
    }

    /** Whether the library has done its part of the handshake. */
    boolean isDone() {
        return handshake.isDone();
    }

    /** Whether anything came from the peer. */
    boolean heard() {
        return handshake.heard();
    }

    /** Gives up earlier where nothing at all has come by then. */
    void expectAnswer(Deadline by) {
        handshake.expectAnswer(by);
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
            handOver(transport, underneath);
            use(transport);
            shakeHands(transport);
            Connection connection = new Connection(library, session, transport, party, handshake.report(), underneath);
            speak(connection, transport);
            return connection;
        } catch (IOException | RuntimeException | Error e) {
            session.close();
            transport.wake();
            transport.close();
            throw e;
        }
    }

    // The library does not survive a first flight that is cut short where early data is in it: the pair takes it whole.
    private void handOver(Transport transport, @Nullable FastOpenConnection underneath) throws IOException {
        if (!staged || underneath == null || transport.uses(pair())) {
            return;
        }
        try (Flight flight = takeFlight()) {
            ByteBuffer bytes = flight.bytes();
            while (bytes.hasRemaining()) {
                if (underneath.channel().write(bytes) == 0 && !transport.awaitRoom(deadline)) {
                    throw new SocketTimeoutException("TLS handshake with " + party.peer() + " timed out");
                }
            }
        }
    }

    private void use(Transport transport) {
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

    // Not at the mercy of a peer that does not read.
    private void speak(Connection connection, Transport transport) throws IOException {
        ByteBuffer words = party.firstWords();
        if (!words.hasRemaining()) {
            return;
        }
        try (Watchdog.Guard guard = Watchdog.closing(transport::wake, deadline)) {
            try {
                connection.write(words);
            } catch (IOException e) {
                throw guard.hasBitten() ? timedOut(e) : e;
            }
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

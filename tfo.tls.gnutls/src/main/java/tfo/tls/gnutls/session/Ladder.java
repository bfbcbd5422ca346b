package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Flight;

/**
 * The attempts of one dial: a session with early data, a session, neither. It goes down where what was offered may be why there was no
 * handshake; no session is offered twice. For one thread.
 */
final class Ladder {
    // Of the time that is left, before a server that took early data and says nothing is asked without.
    private static final int PATIENCE = 3;
    private static final Duration PATIENCE_FOR_EVER = Duration.ofSeconds(10);

    private static final Set<Reason> FINAL = Set.of(Reason.UNTRUSTED_PEER, Reason.MISCONFIGURED);

    private final Client client;
    private final HostName host;
    private final SessionKey key;
    private final @Nullable SessionData wanted;
    private final FirstWords words;

    /** The session of the next attempt; null before it was asked for. */
    private @Nullable Candidate candidate;

    private int connections = 1;

    /** Resumes the session that is wanted, or else one of the store. */
    Ladder(Client client, HostName host, int port, @Nullable SessionData wanted, FirstWords words) {
        this.client = client;
        this.host = host;
        this.key = client.key(host, port);
        this.wanted = wanted;
        this.words = words;
    }

    private Candidate candidate() {
        Candidate known = candidate;
        if (known == null) {
            known = wanted == null ? stored() : spend(SessionOffer.of(wanted));
            candidate = known;
        }
        return known;
    }

    private Candidate stored() {
        return spend(client.stored(key));
    }

    private Candidate spend(SessionOffer offer) {
        return Candidate.of(offer, key, client.library.version());
    }

    /** How much early data a SYN will have room for. */
    int budget(ConnectRequest request) throws IOException {
        Candidate session = candidate();
        boolean possible =
                client.whyNotEarly().isEmpty() && session.whyNotEarly().isEmpty();
        return possible ? Budget.of(client, host, session, SynRoom.of(request)) : 0;
    }

    /** A handshake for what stands already: its first flight, which nothing has carried yet, is made as it can be made. */
    Opening opening(Deadline deadline) throws IOException {
        return descend(attempt -> {
            Opening opening = new Opening(client.library, attempt.session(), attempt, deadline);
            return attempt.speaksEarly() ? opening.stage() : opening;
        });
    }

    /** The same for a caller who moves the bytes. */
    TlsEngine engine() throws IOException {
        return descend(attempt -> {
            Engine engine = Engine.of(client.library, attempt.session(), attempt);
            return attempt.speaksEarly() ? engine.begin() : engine;
        });
    }

    /** Connects, once more with less where that may help. */
    TlsConnection connect(FastOpenSockets sockets, Supplier<ConnectRequest> request, Deadline deadline)
            throws IOException {
        return descend(attempt -> {
            Opening opening = new Opening(client.library, attempt.session(), attempt, deadline).stage();
            if (attempt.speaksEarly()) {
                opening.expectAnswer(patience(deadline));
            }
            FastOpenConnection connection = connected(sockets, request.get(), opening, attempt);
            connections++;
            return Closing.onFailure(connection, () -> shaken(opening, connection, deadline));
        });
    }

    private static Deadline patience(Deadline deadline) {
        return Deadline.in(deadline.isBounded() ? deadline.left().dividedBy(PATIENCE) : PATIENCE_FOR_EVER);
    }

    // What the network refuses it would refuse again: that is final.
    private static FastOpenConnection connected(
            FastOpenSockets sockets, ConnectRequest request, Opening opening, Resumption attempt) throws IOException {
        try (Flight flight = opening.takeFlight()) {
            ConnectRequest carrying =
                    request.firstFlight(flight.bytes()).option(StandardSocketOptions.TCP_NODELAY, true);
            FastOpenConnection connection = sockets.connect(carrying);
            attempt.sent(
                    EarlyFate.flight(carrying.firstFlight(), connection.report().inSyn()));
            return connection;
        } catch (IOException e) {
            opening.abandon();
            throw new Final(e);
        } catch (RuntimeException e) {
            opening.abandon();
            throw e;
        }
    }

    private TlsConnection shaken(Opening opening, FastOpenConnection connection, Deadline deadline) throws IOException {
        try {
            return opening.over(pair -> client.library.transports().over(connection, pair), connection);
        } catch (IOException e) {
            throw opening.isDone() || deadline.over() || !mayBeOurs(e, opening) ? new Final(e) : e;
        }
    }

    /** Whether the failure may be about what was offered. */
    private boolean mayBeOurs(IOException e, Opening opening) {
        if (e instanceof TlsException tls) {
            return !FINAL.contains(tls.reason());
        }
        if (e instanceof SocketTimeoutException) {
            return words.areOffered() && !opening.heard();
        }
        // Who closes without having read the early data resets.
        return words.areOffered() && e instanceof SocketException;
    }

    private <T> T descend(Step<T> step) throws IOException {
        while (true) {
            int number = connections;
            Resumption attempt = new Resumption(client, host, key, candidate(), words, number);
            try {
                return step.take(attempt);
            } catch (Final e) {
                throw e.cause();
            } catch (IOException e) {
                if (!attempt.offersSession()) {
                    throw e;
                }
                less(e);
            }
        }
    }

    /** After an attempt with early data another session may do; after one without, none. */
    private void less(IOException failure) {
        boolean early = words.areOffered();
        String reason =
                (early ? "with early data" : "with a session") + " the handshake failed: " + failure.getMessage();
        words.keepBack(reason);
        Candidate other = early && wanted == null ? stored() : Candidate.none(reason);
        candidate = other.isThere() ? other : Candidate.none(reason);
    }

    /** Goes as far as one attempt goes. */
    private interface Step<T> {
        T take(Resumption attempt) throws IOException;
    }

    /** Carries what no attempt will change past the others. */
    private static final class Final extends IOException {
        private static final long serialVersionUID = 1L;
        private final IOException cause;

        Final(IOException cause) {
            super(cause);
            this.cause = cause;
        }

        IOException cause() {
            return cause;
        }
    }
}

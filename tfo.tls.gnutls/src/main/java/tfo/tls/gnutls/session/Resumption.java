package tfo.tls.gnutls.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;

/** The client's side of one connection: which session it resumes, and what becomes of those that it gets. */
final class Resumption implements Party {
    private final Client client;
    private final HostName host;
    private final SessionKey key;
    private final Candidate candidate;
    private final FirstWords words;
    private final int connections;
    private String whyFull;
    private FirstFlight flight = FirstFlight.unknown();

    /** Over the connection of this number of one dial. */
    Resumption(Client client, HostName host, SessionKey key, Candidate candidate, FirstWords words, int connections) {
        this.client = client;
        this.host = host;
        this.key = key;
        this.candidate = candidate;
        this.words = words;
        this.connections = connections;
        this.whyFull = candidate.isThere() ? "the server did not resume the session" : candidate.whyNot();
    }

    /** A session of the library that asks for the host, and resumes a session if there is one that serves. */
    Session session() throws TlsException {
        boolean early = earlyDataIsPossible();
        try {
            return candidate.isThere() ? resuming(early) : full();
        } finally {
            candidate.wipe();
        }
    }

    private Session full() throws TlsException {
        String group = client.groups().of(key);
        return client.session(host, group == null ? Groups.ALL : Groups.first(group));
    }

    private boolean earlyDataIsPossible() {
        if (!words.mayBeEarly()) {
            return false;
        }
        String whyNot = client.whyNotEarly().orElseGet(candidate::whyNotEarly);
        if (!whyNot.isEmpty()) {
            words.keepBack(whyNot);
        }
        return whyNot.isEmpty();
    }

    private Session resuming(boolean early) throws TlsException {
        // A second ClientHello could not follow early data.
        Session session =
                client.session(host, early ? Groups.only(candidate.group()) : Groups.first(candidate.group()));
        if (!candidate.resumeIn(session)) {
            // It kept a part of what it refused.
            session.close();
            whyFull = "the library refused the session";
            words.keepBack(whyFull);
            return full();
        }
        if (early) {
            words.offer(client.library.gnutls(), session, candidate.maxEarlyData());
            session.refuseAnotherHello();
        }
        return session;
    }

    /** Whether a session is offered to the server. */
    boolean offersSession() {
        return candidate.isThere();
    }

    @Override
    public boolean speaksEarly() {
        return words.areOffered();
    }

    /** This was sent before anything was heard. */
    void sent(FirstFlight first) {
        flight = first;
    }

    @Override
    public String peer() {
        return key.host() + ":" + key.port();
    }

    @Override
    public Set<String> pins() {
        return client.pins;
    }

    @Override
    public void judge(Session session, List<X509Certificate> chain) throws IOException {
        if (!client.verifies || session.agreed().resumed()) {
            return;
        }
        Staple staple = session.staple();
        if (staple == Staple.BAD || (client.stapleRequired && staple != Staple.GOOD)) {
            throw new TlsException(
                    Reason.UNTRUSTED_PEER,
                    "OCSP",
                    peer() + ": the server stapled " + (staple == Staple.BAD ? "a bad" : "no") + " OCSP response");
        }
    }

    // Tickets come after the handshake, and the library has but one hook.
    @Override
    public void concluded(Session session) {
        words.settle(session);
        session.collectTickets();
        if (!session.agreed().resumed()) {
            client.groups().remember(key, session.agreed().group());
        }
    }

    @Override
    public EarlyFate earlyFate() {
        return new EarlyFate(words.fate(), words.reason(), flight, connections);
    }

    @Override
    public ByteBuffer firstWords() {
        return words.rest();
    }

    @Override
    public boolean wantsTickets() {
        return client.wantsTickets();
    }

    @Override
    public String serverName(Session session) {
        return host.indication();
    }

    @Override
    public String whyFull() {
        return whyFull;
    }

    @Override
    public Optional<SessionData> session(Session session, byte[] data) {
        return StoredSessions.of(key, session, client.library.version(), data);
    }

    @Override
    public void deliver(SessionData session) {
        client.keep(session);
    }

    @Override
    public boolean truncationAllowed() {
        return client.truncationAllowed;
    }
}

package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Transport;

/** The handshake of one session, and the judgement of what came out of it. */
final class Handshake {
    private final Certificates certificates;
    private final Session session;
    private final Party party;
    private boolean done;

    /** Whether it can go on only when the peer has answered. */
    private boolean asked;

    /** Whether anything came from the peer. */
    private boolean heard;

    /** By then something is to have come. */
    private Deadline firstAnswer = Deadline.never();

    private @Nullable List<X509Certificate> peer;

    Handshake(Certificates certificates, Session session, Party party) {
        this.certificates = certificates;
        this.session = session;
        this.party = party;
    }

    /**
     * Goes on as far as it can without waiting.
     *
     * @return whether it is done
     */
    boolean step() throws IOException {
        while (!done) {
            int code = session.handshake();
            if (code >= 0) {
                done = true;
                session.agreed().handshakeDone();
            } else if (code == GnuTlsCode.GNUTLS_E_AGAIN) {
                return false;
            } else if (session.isFatal(code)) {
                IOException failure = failure(code);
                session.alert(code);
                throw failure;
            }
        }
        return true;
    }

    /** What {@link #step} wrote is on its way. */
    void flightLeft() {
        asked = true;
    }

    /** Gives up earlier where nothing at all has come by then. */
    void expectAnswer(Deadline by) {
        firstAnswer = by;
    }

    /** Whether anything came from the peer. */
    boolean heard() {
        return heard;
    }

    /** Whether the library has nothing more to do. */
    boolean isDone() {
        return done;
    }

    /** Does the rest of it, waiting until the deadline at most. */
    void run(Transport transport, Deadline deadline) throws IOException {
        try {
            if (asked) {
                await(transport, deadline);
            }
            transport.beforeStep();
            while (!step()) {
                await(transport, deadline);
                transport.beforeStep();
            }
            judge();
            party.concluded(session);
        } catch (TlsException e) {
            IOException failure = HalfRecord.named(e, transport);
            lastWords(transport);
            throw failure;
        }
        transport.flush();
    }

    /** Waits for the peer, until the deadline at most. */
    void await(Transport transport, Deadline deadline) throws IOException {
        transport.flush();
        boolean ready = session.wantsRoom() ? transport.awaitRoom(deadline) : hear(transport, deadline);
        if (!ready) {
            throw new SocketTimeoutException("TLS handshake with " + party.peer() + " timed out");
        }
    }

    private boolean hear(Transport transport, Deadline deadline) throws IOException {
        boolean sooner = !heard && firstAnswer.nanos() < deadline.nanos();
        boolean ready = transport.awaitInput(sooner ? firstAnswer : deadline);
        heard |= ready;
        return ready;
    }

    /** Sends an alert, if it goes away. */
    static void lastWords(Transport transport) {
        try {
            transport.flushLast();
        } catch (IOException e) {
            // The handshake has failed; that the alert did not get away is not the news.
        }
    }

    private IOException failure(int code) {
        String operation = "TLS handshake with " + party.peer();
        if (code == Callbacks.ANOTHER_HELLO) {
            return new TlsException(
                    Reason.LIBRARY,
                    "HELLO_RETRY_REQUEST",
                    operation + ": the server asked for another ClientHello (HelloRetryRequest)");
        }
        if (code == GnuTlsCode.GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR) {
            return untrusted(operation, session.findings(), GnuTlsCode.GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
        }
        return session.failure(code, operation);
    }

    private TlsException untrusted(String operation, int findings, int code) {
        String name = code == 0 ? "CERTIFICATE" : "GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR";
        return new TlsException(Reason.UNTRUSTED_PEER, name, operation + ": " + session.words(findings));
    }

    /** What the library does not look at. */
    void judge() throws IOException {
        try {
            List<X509Certificate> peer = peer();
            party.judge(session, peer);
            if (!party.pins().isEmpty() && !Pins.hold(party.pins(), peer)) {
                throw new TlsException(
                        Reason.UNTRUSTED_PEER,
                        "PIN",
                        party.peer() + ": neither its key nor that of a signer is pinned");
            }
        } catch (TlsException e) {
            session.refuseCertificate();
            throw e;
        }
    }

    private List<X509Certificate> peer() throws TlsException {
        List<X509Certificate> known = peer;
        if (known == null) {
            known = peers();
            peer = known;
        }
        return known;
    }

    private List<X509Certificate> peers() throws TlsException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (byte[] der : session.agreed().peers()) {
                chain.add(certificates.of(der));
            }
            return chain;
        } catch (CertificateException e) {
            throw new TlsException(Reason.PROTOCOL, "CERTIFICATE", party.peer() + ": an unreadable certificate")
                    .causedBy(e);
        }
    }

    /** What was agreed; for when it is done. */
    HandshakeReport report() throws TlsException {
        boolean resumed = session.agreed().resumed();
        EarlyFate fate = party.earlyFate();
        TlsVersion version = session.agreed().version();
        return new HandshakeReport(
                version,
                session.agreed().cipherSuite(),
                session.agreed().group(),
                session.agreed().alpn(),
                party.serverName(session),
                resumed,
                fate.earlyData(),
                resumed ? "" : party.whyFull(),
                peer(),
                fate.reason(),
                fate.flight(),
                fate.connections());
    }
}

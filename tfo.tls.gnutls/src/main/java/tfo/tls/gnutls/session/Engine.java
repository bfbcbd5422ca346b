package tfo.tls.gnutls.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.SessionData;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.transport.Pair;

/** The memory transport without a channel: the caller is the network. */
final class Engine implements TlsEngine {
    private static final int MOST = 64 * 1024;

    private final Session session;
    private final Party party;
    private final Pair pair;
    private final Handshake handshake;
    private final Arrivals arrivals;
    private final PlainText inbox;
    private final PlainText outbox;

    private final Ferry ferry;

    /** What is to be sent when the handshake is done. */
    private ByteBuffer words = ByteBuffer.allocate(0);

    private @Nullable HandshakeReport report;

    /** Why nothing more will be received. */
    private @Nullable TlsException broken;

    private boolean begun;
    private boolean networkEnded;
    private boolean ended;
    private boolean shut;
    private boolean closed;

    private Engine(Library library, Session session, Party party, Pair pair) {
        this.session = session;
        this.party = party;
        this.pair = pair;
        this.ferry = new Ferry(pair);
        this.handshake = new Handshake(library.certificates(), session, party);
        this.arrivals = new Arrivals(session, party);
        this.inbox = new PlainText(library.gnutls());
        this.outbox = new PlainText(library.gnutls());
    }

    /** Becomes the owner of the session. */
    static Engine of(Library library, Session session, Party party) throws IOException {
        try {
            Pair pair = library.transports().pair();
            session.attach(pair);
            return new Engine(library, session, party, pair);
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Makes the first flight of a client; if that fails, it is freed. */
    Engine begin() throws IOException {
        return Closing.onFailure(this::close, () -> {
            advance();
            return this;
        });
    }

    @Override
    public int receive(ByteBuffer network) throws TlsException {
        requireOpen();
        int taken = 0;
        try {
            advance();
            while (network.hasRemaining() && pair.waiting() < MOST) {
                int n = ferry.put(network);
                taken += n;
                advance();
                if (n == 0) {
                    break;
                }
            }
            return taken;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void receiveEnd() throws TlsException {
        requireOpen();
        try {
            networkEnded = true;
            pair.end();
            advance();
            requireUnbroken();
            if (report != null && !ended && pair.waiting() == 0 && !party.truncationAllowed()) {
                throw truncated();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private TlsException truncated() {
        return new TlsException(
                Reason.TRUNCATED,
                "GNUTLS_E_PREMATURE_TERMINATION",
                party.peer() + ": the stream ended without close_notify");
    }

    private void advance() throws IOException {
        if (report == null) {
            requireUnbroken();
            shakeHands();
        }
        if (report != null) {
            readAhead();
        }
    }

    private void shakeHands() throws IOException {
        begun = true;
        try {
            if (handshake.step()) {
                handshake.judge();
                party.concluded(session);
                session.tickets().keepOld();
                report = handshake.report();
                words = party.firstWords();
                encrypt(words);
            }
        } catch (IOException e) {
            throw breakBy(e);
        }
    }

    // So that close_notify and tickets are seen where they arrive. A failure is for who has read what came before it.
    private void readAhead() throws IOException {
        while (!ended && broken == null && inbox.hasRoom()) {
            int before = pair.waiting();
            int n = inbox.receive(session);
            if (n == GnuTlsCode.GNUTLS_E_AGAIN) {
                // It says so after a ticket, too, whatever comes behind it.
                if (pair.waiting() == before || pair.waiting() == 0) {
                    return;
                }
                continue;
            }
            if (n == 0 || (n == GnuTlsCode.GNUTLS_E_PREMATURE_TERMINATION && party.truncationAllowed())) {
                ended = true;
            } else if (n < 0 && session.isFatal(n)) {
                breakBy(session.failure(n, "receive from " + party.peer()));
                session.alert(n);
            }
        }
    }

    private TlsException breakBy(IOException failure) throws IOException {
        TlsException why = failed(HalfRecord.named(failure, networkEnded && pair.waiting() == 0));
        broken = why;
        return why;
    }

    private void requireUnbroken() throws TlsException {
        TlsException why = broken;
        if (why != null) {
            throw why;
        }
    }

    @Override
    public int send(ByteBuffer network) throws TlsException {
        requireOpen();
        try {
            if (!begun) {
                advance();
            }
            return moved(network);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private int moved(ByteBuffer network) throws IOException {
        int moved = ferry.take(network);
        while (encrypt(words) > 0) {
            moved += ferry.take(network);
        }
        return moved;
    }

    @Override
    public boolean wantsToSend() {
        requireOpen();
        try {
            if (!begun) {
                advance();
            }
            return pair.written() > 0;
        } catch (IOException e) {
            // The next call that may fail says so.
            return false;
        }
    }

    @Override
    public Optional<HandshakeReport> handshake() {
        requireOpen();
        return Optional.ofNullable(report);
    }

    @Override
    public int read(ByteBuffer plain) throws TlsException {
        requireOpen();
        if (report == null) {
            return 0;
        }
        try {
            deliver();
            int n = inbox.drainTo(plain);
            readAhead();
            if (n == 0) {
                n = inbox.drainTo(plain);
            }
            if (n > 0 || !plain.hasRemaining()) {
                return n;
            }
            requireUnbroken();
            return ended ? -1 : 0;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void deliver() {
        while (arrivals.any()) {
            arrivals.deliverOldest();
        }
    }

    @Override
    public int write(ByteBuffer plain) throws TlsException {
        requireOpen();
        if (report == null) {
            return 0;
        }
        if (shut) {
            throw new TlsException(Reason.MISCONFIGURED, "SHUT", "write: the output is shut down");
        }
        try {
            encrypt(words);
            return words.hasRemaining() ? 0 : encrypt(plain);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private int encrypt(ByteBuffer plain) throws IOException {
        int taken = 0;
        while (plain.hasRemaining() && pair.written() + PlainText.RECORD + 256 <= MOST) {
            int n = outbox.stage(plain);
            long sent = session.send(outbox.address(), n);
            if (sent < 0) {
                throw session.failure(sent, "write");
            }
            plain.position(plain.position() + n);
            taken += n;
        }
        return taken;
    }

    @Override
    public void shutdownOutput() throws TlsException {
        requireOpen();
        if (shut) {
            return;
        }
        shut = true;
        int code = session.bye();
        if (code < 0 && report != null) {
            throw failed(session.failure(code, "shutdownOutput"));
        }
    }

    @Override
    public Optional<SessionData> session() {
        requireOpen();
        return arrivals.newest();
    }

    @Override
    public byte[] exportKey(String label, byte[] context, int length) throws TlsException {
        HandshakeReport known = requireReport();
        Exports.check(label, context, length, known);
        return session.agreed().exportKey(label, context, length);
    }

    @Override
    public Optional<byte[]> channelBinding(ChannelBinding type) throws TlsException {
        return Exports.binding(session, type, requireReport());
    }

    private HandshakeReport requireReport() {
        requireOpen();
        HandshakeReport known = report;
        if (known == null) {
            throw new IllegalStateException("the handshake is not done");
        }
        return known;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    private static TlsException failed(IOException e) {
        return e instanceof TlsException tls
                ? tls
                : new TlsException(Reason.LIBRARY, "TRANSPORT", String.valueOf(e.getMessage())).causedBy(e);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.close();
            pair.close();
            inbox.close();
            outbox.close();
        }
    }

    @Override
    public String toString() {
        return "TlsEngine[" + party.peer() + (networkEnded ? ", network ended" : "") + "]";
    }
}

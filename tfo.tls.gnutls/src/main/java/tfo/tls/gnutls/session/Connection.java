package tfo.tls.gnutls.session;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.SessionData;
import tfo.api.tls.TlsConnection;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Transport;

/** A connection whose handshake is done: one lock each way, and both to free what is underneath. */
final class Connection implements TlsConnection {
    private static final int LAST_RECORDS = 64;

    private final Library library;
    private final Session session;
    private final Transport transport;
    private final Party party;
    private final HandshakeReport report;
    private final @Nullable FastOpenConnection underneath;

    /** Held by who receives. Guards what arrives: tickets, {@link #inbox}, {@link #ended}. */
    private final ReentrantLock receiving = new ReentrantLock();

    /** Held by who sends; if both are needed, taken first. */
    private final ReentrantLock sending = new ReentrantLock();

    private final Arrivals arrivals;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final PlainText inbox;
    private final PlainText outbox;
    private volatile Duration readTimeout = Duration.ZERO;

    /** Whether the peer's close_notify came. Guarded by {@link #receiving}. */
    private boolean ended;

    /** What the library said when it could read no more, or zero. Guarded by {@link #receiving}. */
    private int broken;

    /** Whether close_notify was sent. Guarded by {@link #sending}. */
    private boolean shut;

    /** Whether the native session is freed. Written under both locks. */
    private boolean freed;

    Connection(
            Library library,
            Session session,
            Transport transport,
            Party party,
            HandshakeReport report,
            @Nullable FastOpenConnection underneath) {
        this.library = library;
        this.session = session;
        this.transport = transport;
        this.party = party;
        this.report = report;
        this.underneath = underneath;
        this.arrivals = new Arrivals(session, party);
        this.inbox = new PlainText(library.gnutls());
        this.outbox = new PlainText(library.gnutls());
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (destination.isReadOnly()) {
            throw new IllegalArgumentException("a read-only buffer");
        }
        receiving.lock();
        try {
            requireOpen();
            deliver();
            if (!destination.hasRemaining()) {
                return 0;
            }
            int kept = inbox.drainTo(destination);
            return kept > 0 ? kept : receive(destination, Deadline.in(readTimeout));
        } finally {
            receiving.unlock();
            // Or the collector could free the session under a call that is the last use of this object.
            Reference.reachabilityFence(this);
        }
    }

    private int receive(ByteBuffer destination, Deadline deadline) throws IOException {
        while (!ended) {
            requireOpen();
            // The library answers a second call after a failure with GNUTLS_E_INVALID_SESSION, whatever it was.
            int n = broken != 0 ? broken : inbox.receive(session, destination);
            if (n > 0) {
                return n;
            }
            if (!understood(n, "read") && !await(deadline)) {
                throw new SocketTimeoutException("read: nothing came within " + readTimeout);
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
            IOException failure = HalfRecord.named(session.failure(n, operation), transport);
            throw closing.get() ? new AsynchronousCloseException() : failure;
        }
        return true;
    }

    private boolean await(Deadline deadline) throws IOException {
        try {
            return transport.awaitInput(deadline);
        } catch (IOException e) {
            throw closing.get() ? new AsynchronousCloseException() : e;
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        sending.lock();
        try {
            requireOpen();
            if (shut) {
                throw new IOException("write: the output is shut down");
            }
            return sendAll(source);
        } finally {
            sending.unlock();
            Reference.reachabilityFence(this);
        }
    }

    // The close of a channel underneath ends a wait with a mere ClosedChannelException.
    private int sendAll(ByteBuffer source) throws IOException {
        int length = source.remaining();
        try {
            while (source.hasRemaining()) {
                int n = outbox.stage(source);
                send(n);
                source.position(source.position() + n);
                transport.flush();
            }
            return length;
        } catch (IOException e) {
            throw closing.get() ? new AsynchronousCloseException() : e;
        }
    }

    private void send(int length) throws IOException {
        long sent = session.send(outbox.address(), length);
        while (sent < 0) {
            if (sent == GnuTlsCode.GNUTLS_E_AGAIN) {
                transport.awaitRoom(Deadline.never());
            } else if (session.isFatal(sent)) {
                throw session.failure(sent, "write");
            }
            requireOpen();
            // The library kept the record.
            sent = session.send(0, 0);
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (freed) {
            throw new ClosedChannelException();
        }
        if (closing.get()) {
            throw new AsynchronousCloseException();
        }
    }

    @Override
    public void readTimeout(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("negative time-out: " + limit);
        }
        readTimeout = limit;
    }

    @Override
    public void shutdownOutput() throws IOException {
        sending.lock();
        try {
            requireOpen();
            if (shut) {
                return;
            }
            shut = true;
            int code = session.bye();
            while (code == GnuTlsCode.GNUTLS_E_AGAIN || code == GnuTlsCode.GNUTLS_E_INTERRUPTED) {
                transport.awaitRoom(Deadline.never());
                requireOpen();
                code = session.bye();
            }
            if (code < 0) {
                throw session.failure(code, "shutdownOutput");
            }
            transport.flush();
        } finally {
            sending.unlock();
        }
    }

    @Override
    public HandshakeReport handshake() {
        return report;
    }

    @Override
    public Optional<SessionData> session() throws IOException {
        receiving.lock();
        try {
            requireOpen();
            return arrivals.newest();
        } finally {
            receiving.unlock();
        }
    }

    @Override
    public Optional<SessionData> awaitSession(Duration limit) throws IOException {
        receiving.lock();
        try {
            requireOpen();
            Deadline deadline = Deadline.in(limit.isZero() ? Duration.ofNanos(1) : limit);
            boolean more = !ended;
            while (!arrivals.any() && more && inbox.hasRoom()) {
                requireOpen();
                int n = inbox.receive(session);
                more = n > 0 || (understood(n, "awaitSession") ? !ended : !deadline.over() && await(deadline));
            }
            return arrivals.newest();
        } finally {
            receiving.unlock();
        }
    }

    /** Gives what arrived to the listener and the store. The caller holds {@link #receiving}. */
    private void deliver() throws IOException {
        while (arrivals.any()) {
            arrivals.deliverOldest();
            // The listener may have closed the connection.
            requireOpen();
        }
    }

    @Override
    public byte[] exportKey(String label, byte[] context, int length) throws IOException {
        Exports.check(label, context, length, report);
        sending.lock();
        try {
            requireOpen();
            return session.agreed().exportKey(label, context, length);
        } finally {
            sending.unlock();
        }
    }

    @Override
    public Optional<byte[]> channelBinding(ChannelBinding type) throws IOException {
        sending.lock();
        try {
            requireOpen();
            return Exports.binding(session, type, report);
        } finally {
            sending.unlock();
        }
    }

    @Override
    public Optional<FastOpenConnection> underneath() {
        return Optional.ofNullable(underneath);
    }

    @Override
    public boolean isOpen() {
        return !closing.get();
    }

    @Override
    public void close() throws IOException {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        lastWords();
        lastReads();
        if (!idle()) {
            transport.wake();
        }
        sending.lock();
        receiving.lock();
        try {
            free();
        } finally {
            receiving.unlock();
            sending.unlock();
        }
    }

    /** Whether nobody sends or receives; nobody will begin to, either. */
    private boolean idle() {
        return !sending.isLocked() && !receiving.isLocked();
    }

    private void free() throws IOException {
        freed = true;
        session.close();
        inbox.close();
        outbox.close();
        transport.close();
    }

    private void lastWords() {
        if (!sending.tryLock()) {
            return;
        }
        try {
            if (!shut && session.bye() >= 0) {
                transport.flushLast();
            }
        } catch (IOException e) {
            // The peer is gone, and will not miss it.
        } finally {
            sending.unlock();
        }
    }

    /** Reads what is there already: tickets are worth having, and what is left unread makes the kernel reset the connection. */
    private void lastReads() {
        if (!receiving.tryLock()) {
            return;
        }
        try {
            for (int i = 0; !ended && i < LAST_RECORDS; i++) {
                int n = inbox.discard(session);
                // GnuTLS says AGAIN after a ticket, too, whatever comes behind it.
                boolean more = n > 0
                        || (n == GnuTlsCode.GNUTLS_E_AGAIN && session.tickets().tookOne());
                if (!more) {
                    break;
                }
            }
            while (arrivals.any()) {
                arrivals.deliverOldest();
            }
        } finally {
            receiving.unlock();
        }
    }

    @Override
    public String toString() {
        return "TlsConnection[" + party.peer() + ", " + report.version().standardName() + ", " + library.version()
                + "]";
    }
}

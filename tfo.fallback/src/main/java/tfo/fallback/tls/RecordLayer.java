package tfo.fallback.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;

/**
 * An SSLEngine between two queues of records: it knows no channel and never waits. After the handshake one thread may be in the
 * methods that receive while another is in those that send.
 */
final class RecordLayer {
    /** Room for one record of any kind, RFC 5246 section 6.2.3. */
    static final int RECORD = 5 + 16 * 1024 + 2048;

    // RFC 5246 section 6.2.1.
    private static final byte CHANGE_CIPHER_SPEC = 20;
    private static final byte HANDSHAKE = 22;
    private static final byte APPLICATION_DATA = 23;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final SSLEngine engine;
    private final String peer;
    private final boolean truncationAllowed;

    /** Records from the network. For the receiving side. */
    private final ByteQueue received;

    /** Plain text that nobody has read yet. For the receiving side. */
    private final ByteQueue plain = new ByteQueue(0);

    /** Records for the network. For the sending side. */
    private final ByteQueue toSend;

    /** Why nothing more will be received. For the receiving side. */
    private @Nullable TlsException failure;

    private boolean ended;

    /** Whether a handshake is done after which the peer could begin another. For the receiving side. */
    private boolean renegotiable;

    RecordLayer(SSLEngine engine, String peer, boolean truncationAllowed) {
        this.engine = engine;
        this.peer = peer;
        this.truncationAllowed = truncationAllowed;
        this.received = new ByteQueue(RECORD);
        this.toSend = new ByteQueue(RECORD);
    }

    ByteQueue received() {
        return received;
    }

    ByteQueue toSend() {
        return toSend;
    }

    /** Makes the first flight of a client, or gets a server ready. */
    void begin() throws TlsException {
        try {
            engine.beginHandshake();
        } catch (SSLException | RuntimeException e) {
            throw fail("begin a handshake", e);
        }
    }

    /** Goes on with the handshake as far as the received bytes carry; whether it is done. There may be something to send either way. */
    boolean handshake() throws TlsException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrapForHandshake();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrapForHandshake()) {
                        return false;
                    }
                }
                default -> {
                    renegotiable = engine.getSession().getProtocol().equals(TlsVersion.TLS_1_2.standardName());
                    return true;
                }
            }
        }
    }

    private void wrapForHandshake() throws TlsException {
        try {
            wrap("handshake with ", NOTHING);
        } catch (TlsException e) {
            throw fail(e);
        }
    }

    private boolean unwrapForHandshake() throws TlsException {
        if (ended) {
            throw fail(TlsFailures.truncated("handshake with " + peer));
        }
        SSLEngineResult result =
                unwrap("handshake", plain.room(engine.getSession().getApplicationBufferSize()));
        if (result.getStatus() == Status.CLOSED) {
            throw fail(TlsFailures.truncated("handshake with " + peer));
        }
        return result.getStatus() == Status.OK;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    boolean isClient() {
        return engine.getUseClientMode();
    }

    /** Takes note that the network will bring no more. */
    void receiveEnd() {
        ended = true;
    }

    /**
     * Reads plain text.
     *
     * @return how many bytes; zero if the buffer is full, or if something has to be received or sent first; -1 at the end
     */
    int read(ByteBuffer destination) throws TlsException {
        while (destination.hasRemaining()) {
            if (!plain.isEmpty()) {
                return plain.drainTo(destination);
            }
            if (failure != null) {
                throw failure;
            }
            if (engine.isInboundDone()) {
                return -1;
            }
            int before = destination.position();
            if (!readRecord(destination)) {
                return endOrNothing();
            }
            if (destination.position() > before) {
                return destination.position() - before;
            }
        }
        return 0;
    }

    private boolean readRecord(ByteBuffer destination) throws TlsException {
        int longest = engine.getSession().getApplicationBufferSize();
        return destination.remaining() >= longest ? readRecordInto(destination) : readRecordAhead(longest);
    }

    private boolean readRecordAhead(int longest) throws TlsException {
        ByteBuffer room = plain.room(longest);
        boolean any = readRecordInto(room);
        plain.filled(room);
        return any;
    }

    private boolean readRecordInto(ByteBuffer room) throws TlsException {
        int before = received.size();
        if (before > 0) {
            checkType(received.content().get(received.content().position()));
        }
        Status status =
                before == 0 ? Status.BUFFER_UNDERFLOW : unwrap("read", room).getStatus();
        return status == Status.CLOSED || (status == Status.OK && received.size() < before);
    }

    private void checkType(byte type) throws TlsException {
        // JSSE looks at it only when as many bytes have come as those after it seem to announce.
        if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA) {
            throw fail(new TlsException(
                    Reason.PROTOCOL, "RECORD", "read from " + peer + ": something that is no record of TLS"));
        }
        // RFC 5246 section 7.4.1.1: it would stop the writer, and a client could make the server work for nothing.
        if (renegotiable && type == HANDSHAKE) {
            throw fail(new TlsException(
                    Reason.PROTOCOL,
                    "RENEGOTIATION",
                    "read from " + peer + ": the peer renegotiates, which is refused"));
        }
    }

    private int endOrNothing() throws TlsException {
        if (!ended) {
            return 0;
        }
        // Half a record is more than a forgotten close_notify.
        if (truncationAllowed && received.isEmpty()) {
            return -1;
        }
        throw fail(TlsFailures.truncated("read from " + peer));
    }

    /**
     * Looks whether the stream, which has ended, ends as it should; what was received can be read all the same.
     *
     * @throws TlsException if the last record is no close_notify
     */
    void checkEnd() throws TlsException {
        while (!engine.isInboundDone()) {
            if (!readRecordAhead(engine.getSession().getApplicationBufferSize())) {
                endOrNothing();
                return;
            }
        }
    }

    private SSLEngineResult unwrap(String operation, ByteBuffer room) throws TlsException {
        try {
            SSLEngineResult result = engine.unwrap(received.content(), room);
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks();
            }
            return result;
        } catch (SSLException | RuntimeException e) {
            throw fail(operation, e);
        }
    }

    private TlsException fail(String operation, Exception e) {
        return fail(TlsFailures.of(operation + " with " + peer, e));
    }

    private TlsException fail(TlsException e) {
        failure = e;
        return e;
    }

    /** Encrypts one record's worth and returns how much of the buffer that was. */
    int wrap(ByteBuffer source) throws TlsException {
        return wrap("write to ", source);
    }

    /** The same for who does it until nothing is left, and must not do it for ever. */
    void wrapSome(ByteBuffer source) throws TlsException {
        int before = toSend.size();
        if (wrap(source) == 0 && toSend.size() == before) {
            throw new TlsException(Reason.LIBRARY, "STUCK", "write to " + peer + ": JSSE takes no plain text");
        }
    }

    private int wrap(String operation, ByteBuffer source) throws TlsException {
        try {
            while (true) {
                ByteBuffer room = toSend.room(engine.getSession().getPacketBufferSize());
                SSLEngineResult result = engine.wrap(source, room);
                toSend.filled(room);
                if (result.getStatus() != Status.BUFFER_OVERFLOW) {
                    return result.bytesConsumed();
                }
            }
        } catch (SSLException | RuntimeException e) {
            throw TlsFailures.of(operation + peer, e);
        }
    }

    /** Whether the protocol owes the peer something: an alert, a key update. */
    boolean owes() {
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    /** Makes the records that the protocol owes the peer. */
    void wrapOwed() throws TlsException {
        for (int before = -1; owes() && toSend.size() != before; ) {
            before = toSend.size();
            wrap("write to ", NOTHING);
        }
    }

    /** The same after a failure: an alert if there is one to send. */
    void wrapAlert() {
        try {
            wrapOwed();
        } catch (TlsException e) {
            wrapAlertAgain();
        }
    }

    private void wrapAlertAgain() {
        try {
            wrapOwed();
        } catch (TlsException e) {
            // What failed in a delegated task is thrown once more by the first wrap; a second failure leaves nothing to
            // send.
        }
    }

    /** Makes a close_notify. A second call does nothing. */
    void closeOutbound() throws TlsException {
        engine.closeOutbound();
        wrapOwed();
    }

    boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    /** Forgets what was not read. */
    void wipe() {
        plain.wipe();
    }
}

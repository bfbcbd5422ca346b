package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Transport;

/**
 * A server between its own Finished and the client's: it reads early data, and may answer already, half a round trip after the
 * ClientHello left (0.5-RTT data, RFC 8446 section 2.3).
 *
 * <p>The library has no such state: it makes the keys of the answer when it has read the client's EndOfEarlyData, and encrypts with them
 * when it has read its Finished. So it is given an EndOfEarlyData at once, made with the key of early data that it tells; the early
 * records that come are opened here, the answer's are sealed here with the key that it tells then, it is told how many these were, and
 * the client's own EndOfEarlyData, which is the same in the transcript, is withheld from it. See decision 0015.
 */
final class HalfRtt {
    // RFC 8446 section 4.5: EndOfEarlyData, no bytes.
    private static final byte[] END_OF_EARLY_DATA = {5, 0, 0, 0};
    private static final byte[] CLOSE_NOTIFY = {1, 0};
    private static final byte FATAL = 2;
    private static final byte UNEXPECTED_MESSAGE = 10;
    private static final byte BAD_RECORD_MAC = 20;

    /** What is sealed at once, with room for the type in what a record's memory holds. */
    private static final int CONTENT = PlainText.RECORD - 1;

    private final Session session;
    private final Party party;
    private final Handshake handshake;
    private final RecordGate gate;
    private final Deadline deadline;

    /** What came. This and what follows is for the thread that receives. */
    private final EarlyBytes early;

    private final RecordProtection inward;
    private final ByteBuffer inner = ByteBuffer.allocateDirect(RecordGate.LONGEST);
    private long room;
    private boolean earlyDataEnded;

    /** Guarded by the lock of the gate, as all of the outward side. */
    private final RecordProtection outward;

    private final ByteBuffer plain = ByteBuffer.allocateDirect(PlainText.RECORD);

    /** Written by the thread that receives, under the lock of the gate. */
    private volatile boolean done;

    private volatile @Nullable IOException failure;

    private HalfRtt(Admission admission, RecordProtection inward, RecordProtection outward) {
        this.session = admission.session();
        this.party = admission.party();
        this.handshake = admission.handshake();
        this.gate = admission.gate();
        this.deadline = admission.deadline();
        this.early = admission.early();
        this.room = admission.limit();
        this.inward = inward;
        this.outward = outward;
    }

    /**
     * Begins when the library has written its first flight and takes early data; it has seen none of it yet.
     *
     * @return null if this library, or the cipher that was agreed, cannot; nothing has happened then
     */
    static @Nullable HalfRtt begin(Admission admission) throws IOException {
        RecordProtection inward = admission.session().early().inward();
        if (inward == null) {
            return null;
        }
        try {
            forge(admission, inward);
            RecordProtection outward = admission.session().early().outward();
            if (outward == null) {
                throw new TlsException(Reason.LIBRARY, "CIPHER", "no key for the answer");
            }
            return new HalfRtt(admission, inward, outward);
        } catch (IOException | RuntimeException e) {
            inward.close();
            throw e;
        }
    }

    private static void forge(Admission admission, RecordProtection inward) throws IOException {
        long first = inward.sequence();
        ByteBuffer message = ByteBuffer.allocateDirect(END_OF_EARLY_DATA.length + 1)
                .put(END_OF_EARLY_DATA)
                .flip();
        ByteBuffer record = ByteBuffer.allocateDirect(message.capacity() + RecordProtection.OVERHEAD);
        inward.seal(RecordProtection.HANDSHAKE, message, record);
        inward.sequence(first);
        admission.gate().forge(record.flip());
        if (admission.handshake().step()) {
            throw new TlsException(Reason.PROTOCOL, "FINISHED", "a handshake that ends before the client's Finished");
        }
    }

    /** Whether the client's Finished has come. */
    boolean done() {
        return done;
    }

    /** Opens the early records that are there already. */
    void openEarly() throws IOException {
        for (ByteBuffer record = gate.record(); record != null && !earlyDataEnded; record = gate.record()) {
            if (record.get(0) == RecordProtection.APPLICATION_DATA) {
                open(record);
                gate.drop(record);
            } else {
                // A change_cipher_spec of the compatibility mode, an alert: the library knows what to make of it.
                gate.pass();
            }
        }
        if (earlyDataEnded) {
            gate.open();
        }
    }

    private void open(ByteBuffer record) throws TlsException {
        byte type = inward.open(record, inner);
        if (type == RecordProtection.HANDSHAKE && inner.equals(ByteBuffer.wrap(END_OF_EARLY_DATA))) {
            earlyDataEnded = true;
            inward.close();
        } else if (type == RecordProtection.APPLICATION_DATA && inner.remaining() <= room) {
            room -= inner.remaining();
            early.add(inner);
        } else if (type == RecordProtection.APPLICATION_DATA) {
            throw new TlsException(Reason.PROTOCOL, "EARLY_DATA", party.peer() + ": more early data than is taken");
        } else {
            throw new TlsException(Reason.PROTOCOL, "EARLY_DATA", party.peer() + ": type " + type + " in early data");
        }
    }

    /**
     * Goes on with the handshake once; the output is flushed if that has to wait.
     *
     * @return whether something came; if not, the limit is over
     * @throws SocketTimeoutException if the time for the whole handshake is over
     */
    boolean advance(Transport transport, Deadline limit) throws IOException {
        transport.flushUnlessBusy();
        return advanceUnflushed(transport, limit);
    }

    /** The same without the output, but with the tickets that end it. */
    boolean advanceUnflushed(Transport transport, Deadline limit) throws IOException {
        if (!advanceQuietly(transport, limit)) {
            return false;
        }
        if (done) {
            transport.flushUnlessBusy();
        }
        return true;
    }

    /** The same without any output. */
    boolean advanceQuietly(Transport transport, Deadline limit) throws IOException {
        requireWhole();
        try {
            if (!transport.awaitInput(limit.sooner(deadline))) {
                requireTime();
                return false;
            }
            digest();
        } catch (TlsException e) {
            IOException named = HalfRecord.named(e, transport);
            failure = named;
            transport.flushLast();
            throw named;
        }
        return true;
    }

    private void requireTime() throws IOException {
        if (deadline.over()) {
            IOException e = new SocketTimeoutException("TLS handshake with " + party.peer() + " timed out");
            failure = e;
            throw e;
        }
    }

    private void requireWhole() throws IOException {
        IOException known = failure;
        if (known != null) {
            throw new IOException("the handshake has failed", known);
        }
    }

    private void digest() throws IOException {
        try {
            openEarly();
        } catch (TlsException e) {
            boolean forged = e.code().equals("GNUTLS_E_DECRYPTION_FAILED");
            send(RecordProtection.ALERT, new byte[] {FATAL, forged ? BAD_RECORD_MAC : UNEXPECTED_MESSAGE});
            throw e;
        }
        gate.sealing().lock();
        try {
            step();
        } finally {
            gate.sealing().unlock();
        }
    }

    // What the library writes from now on, tickets or an alert, comes after what was sealed here.
    private void step() throws IOException {
        session.early().nextOutward(outward.sequence());
        if (handshake.step()) {
            party.concluded(session);
            done = true;
            gate.open();
            free();
        }
    }

    /**
     * Seals as much as goes into a record, in the library's stead.
     *
     * @return false if that is the library's again
     */
    boolean send(ByteBuffer source) throws IOException {
        gate.sealing().lock();
        try {
            if (done) {
                return false;
            }
            requireWhole();
            ByteBuffer output = gate.output();
            int room = output.remaining() - RecordProtection.OVERHEAD;
            int n = Math.min(Math.min(source.remaining(), CONTENT), room);
            if (n > 0) {
                plain.clear().put(0, source, source.position(), n);
                outward.seal(RecordProtection.APPLICATION_DATA, plain.limit(n), output);
                source.position(source.position() + n);
            }
            return true;
        } finally {
            gate.sealing().unlock();
        }
    }

    /** Seals a close_notify; false if that is the library's again. */
    boolean shutdown() throws IOException {
        return send(RecordProtection.ALERT, CLOSE_NOTIFY);
    }

    private boolean send(byte type, byte[] content) throws IOException {
        gate.sealing().lock();
        try {
            if (!done && failure == null) {
                plain.clear().put(content).flip();
                outward.seal(type, plain, gate.output());
            }
            return !done;
        } finally {
            gate.sealing().unlock();
        }
    }

    /** Frees the keys. The caller holds the lock of the gate, or is the only one left. */
    void free() {
        inward.close();
        outward.close();
    }
}

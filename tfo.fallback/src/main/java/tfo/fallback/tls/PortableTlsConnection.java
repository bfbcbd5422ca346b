package tfo.fallback.tls;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.SessionData;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;

/** Records over a wire, the handshake behind it. */
final class PortableTlsConnection implements TlsConnection {
    // As many records as are worth one system call.
    private static final int BATCH = 64 * 1024;

    private final Agreement agreement;
    private final RecordLayer records;
    private final Wire wire;
    private final @Nullable FastOpenConnection underneath;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Guards the receiving side of the records and of the wire. */
    private final ReentrantLock reading = new ReentrantLock();

    /** Guards the sending side of both, and {@link #outputShut}. */
    private final ReentrantLock writing = new ReentrantLock();

    private boolean outputShut;
    private volatile Duration readTimeout = Duration.ZERO;

    PortableTlsConnection(
            Agreement agreement, RecordLayer records, Wire wire, @Nullable FastOpenConnection underneath) {
        this.agreement = agreement;
        this.records = records;
        this.wire = wire;
        this.underneath = underneath;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (destination.isReadOnly()) {
            throw new IllegalArgumentException("a read-only buffer");
        }
        checkOpen();
        reading.lock();
        try {
            checkOpen();
            return receive(destination, TimeLimit.of(readTimeout));
        } catch (IOException e) {
            throw closed.get() ? closedMeanwhile(e) : e;
        } finally {
            reading.unlock();
        }
    }

    private int receive(ByteBuffer destination, TimeLimit limit) throws IOException {
        while (true) {
            int length = readRecords(destination);
            boolean sent = sendOwed();
            if (length != 0 || !destination.hasRemaining()) {
                return length;
            }
            if (!sent) {
                fill(limit);
            }
        }
    }

    private int readRecords(ByteBuffer destination) throws IOException {
        try {
            return records.read(destination);
        } catch (TlsException e) {
            sendAlert();
            throw e;
        }
    }

    private void fill(TimeLimit limit) throws IOException {
        ByteBuffer room = records.received().room(RecordLayer.RECORD);
        int length = wire.read(room, limit);
        if (length < 0) {
            records.receiveEnd();
        } else {
            records.received().filled(room);
        }
    }

    // A key update is answered, a close_notify of TLS 1.2 too. While a writer is at it, its next record brings the
    // answer along.
    private boolean sendOwed() throws IOException {
        if (!records.owes() || !writing.tryLock()) {
            return false;
        }
        try {
            records.wrapOwed();
            boolean any = !records.toSend().isEmpty();
            wire.writeNow(records.toSend().content());
            return any;
        } finally {
            writing.unlock();
        }
    }

    private void sendAlert() {
        if (!writing.tryLock()) {
            return;
        }
        try {
            records.wrapAlert();
            wire.partWith(records.toSend().content());
        } catch (IOException e) {
            // The failure of which the alert tells is the one that is thrown.
        } finally {
            writing.unlock();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        checkOpen();
        writing.lock();
        try {
            checkOpen();
            if (outputShut) {
                throw new ClosedChannelException();
            }
            int length = source.remaining();
            while (source.hasRemaining()) {
                encrypt(source);
                wire.write(records.toSend().content(), TimeLimit.NONE);
            }
            return length;
        } catch (IOException e) {
            throw closed.get() ? closedMeanwhile(e) : e;
        } finally {
            writing.unlock();
        }
    }

    private void encrypt(ByteBuffer source) throws IOException {
        while (source.hasRemaining() && records.toSend().size() < BATCH) {
            if (records.isOutboundDone()) {
                throw new SocketException(
                        "write: the peer has ended the connection, both ways (RFC 5246 section 7.2.1)");
            }
            records.wrapSome(source);
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
        checkOpen();
        writing.lock();
        try {
            checkOpen();
            if (outputShut) {
                return;
            }
            outputShut = true;
            records.closeOutbound();
            wire.write(records.toSend().content(), TimeLimit.NONE);
        } catch (IOException e) {
            throw closed.get() ? closedMeanwhile(e) : e;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean early() {
        return false;
    }

    @Override
    public void confirm() throws IOException {
        checkOpen();
    }

    @Override
    public HandshakeReport handshake() {
        return agreement.report();
    }

    @Override
    public Optional<SessionData> session() throws IOException {
        checkOpen();
        return Optional.empty();
    }

    @Override
    public Optional<SessionData> awaitSession(Duration limit) throws IOException {
        Objects.requireNonNull(limit, "limit");
        checkOpen();
        // However long one waits, JSSE gives none away.
        return Optional.empty();
    }

    @Override
    public byte[] exportKey(String label, byte[] context, int length) throws IOException {
        checkOpen();
        return agreement.exportKey(label, context, length);
    }

    @Override
    public Optional<byte[]> channelBinding(ChannelBinding type) throws IOException {
        checkOpen();
        return agreement.channelBinding(type);
    }

    @Override
    public Optional<FastOpenConnection> underneath() {
        return Optional.ofNullable(underneath);
    }

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            sayGoodbye();
        } finally {
            wire.close();
        }
    }

    // A writer that is held up by the peer is not waited for: the close ends it.
    private void sayGoodbye() {
        if (!writing.tryLock()) {
            return;
        }
        try {
            records.closeOutbound();
            wire.partWith(records.toSend().content());
        } catch (IOException e) {
            // The peer is gone, and with it the one who would have wanted to hear this.
        } finally {
            writing.unlock();
        }
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
    }

    private static IOException closedMeanwhile(IOException e) {
        AsynchronousCloseException meanwhile = new AsynchronousCloseException();
        meanwhile.initCause(e);
        return meanwhile;
    }

    /** Names the peer's own certificate and the version, no secret. */
    @Override
    public String toString() {
        HandshakeReport report = agreement.report();
        return "TlsConnection[" + report.version() + ", " + report.cipherSuite() + (isOpen() ? "" : ", closed") + "]";
    }
}

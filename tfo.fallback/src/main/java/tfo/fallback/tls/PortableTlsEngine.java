package tfo.fallback.tls;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.SessionData;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsException;

/** The same records, moved by the caller. */
final class PortableTlsEngine implements TlsEngine {
    private static final int WAITING = 64 * 1024;

    private final Handshake handshake;
    private final RecordLayer records;
    private @Nullable Agreement agreement;
    private State state = State.NEW;

    PortableTlsEngine(Handshake handshake) {
        this.handshake = handshake;
        this.records = handshake.records();
    }

    @Override
    public int receive(ByteBuffer network) throws TlsException {
        checkOpen();
        int before = network.remaining();
        while (records.received().fillFrom(network, WAITING) > 0) {
            advance();
        }
        return before - network.remaining();
    }

    @Override
    public void receiveEnd() throws TlsException {
        checkOpen();
        records.receiveEnd();
        advance();
        if (state == State.DONE) {
            records.checkEnd();
        }
    }

    @Override
    public int send(ByteBuffer network) throws TlsException {
        checkOpen();
        advance();
        return records.toSend().drainTo(network);
    }

    @Override
    public boolean wantsToSend() {
        checkOpen();
        return !records.toSend().isEmpty()
                || (state == State.NEW && records.isClient())
                || (state == State.DONE && handshake.first().rest().hasRemaining())
                || records.owes();
    }

    private void advance() throws TlsException {
        try {
            if (state == State.NEW) {
                state = State.SHAKING;
                records.begin();
            }
            if (state == State.SHAKING && records.handshake()) {
                agreement = handshake.agreement();
                state = State.DONE;
            }
            if (state == State.DONE) {
                records.wrapOwed();
                wrap(handshake.first().rest());
            }
        } catch (TlsException e) {
            throw failed(e);
        }
    }

    private TlsException failed(TlsException e) {
        if (state != State.DONE) {
            state = State.FAILED;
        }
        records.wrapAlert();
        return e;
    }

    @Override
    public Optional<HandshakeReport> handshake() {
        checkOpen();
        return Optional.ofNullable(agreement).map(Agreement::report);
    }

    @Override
    public int read(ByteBuffer plain) throws TlsException {
        checkOpen();
        if (state == State.NEW || state == State.SHAKING) {
            return 0;
        }
        try {
            int length = records.read(plain);
            records.wrapOwed();
            return length;
        } catch (TlsException e) {
            throw failed(e);
        }
    }

    @Override
    public int write(ByteBuffer plain) throws TlsException {
        checkOpen();
        int before = plain.remaining();
        if (state == State.DONE) {
            wrap(handshake.first().rest());
            wrap(plain);
        }
        return before - plain.remaining();
    }

    private void wrap(ByteBuffer plain) throws TlsException {
        while (plain.hasRemaining() && fits() && !records.isOutboundDone()) {
            records.wrapSome(plain);
        }
    }

    private boolean fits() {
        return records.toSend().size() + RecordLayer.RECORD <= WAITING;
    }

    @Override
    public void shutdownOutput() throws TlsException {
        checkOpen();
        records.closeOutbound();
    }

    @Override
    public Optional<SessionData> session() {
        checkOpen();
        return Optional.empty();
    }

    @Override
    public byte[] exportKey(String label, byte[] context, int length) throws TlsException {
        return agreed().exportKey(label, context, length);
    }

    @Override
    public Optional<byte[]> channelBinding(ChannelBinding type) throws TlsException {
        return agreed().channelBinding(type);
    }

    private Agreement agreed() {
        checkOpen();
        if (agreement == null) {
            throw new IllegalStateException("the handshake is not done");
        }
        return agreement;
    }

    private void checkOpen() {
        if (state == State.CLOSED) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    @Override
    public void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            records.wipe();
        }
    }

    private enum State {
        NEW,
        SHAKING,
        DONE,
        FAILED,
        CLOSED
    }
}

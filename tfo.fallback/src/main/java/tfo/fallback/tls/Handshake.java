package tfo.fallback.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;

/** A handshake of either role, before it is known what will carry it. */
final class Handshake {
    private final RecordLayer records;
    private final String peer;
    private final Supplier<Agreement> agreement;
    private final FirstWords first;

    /**
     * Of a new engine.
     *
     * @param peer for messages
     * @param agreement asked for once the handshake is done
     * @param first what is said then
     */
    Handshake(
            SSLEngine engine, String peer, boolean truncationAllowed, Supplier<Agreement> agreement, FirstWords first) {
        this.records = new RecordLayer(engine, peer, truncationAllowed);
        this.peer = peer;
        this.agreement = agreement;
        this.first = first;
    }

    FirstWords first() {
        return first;
    }

    RecordLayer records() {
        return records;
    }

    Agreement agreement() {
        return agreement.get();
    }

    /** Makes the ClientHello. The caller sees to it that it is sent. */
    ByteBuffer firstFlight() throws TlsException {
        records.begin();
        records.handshake();
        ByteBuffer hello = ByteBuffer.allocate(records.toSend().size());
        records.toSend().drainTo(hello);
        return hello.flip();
    }

    /** Goes through it over this connection, or closes that. */
    TlsConnection over(FastOpenConnection connection, TimeLimit limit) throws IOException {
        return over(() -> SocketWire.over(connection.channel(), connection), connection, connection, limit);
    }

    /** Goes through it over this channel, or closes that. */
    TlsConnection over(ByteChannel channel, TimeLimit limit) throws IOException {
        return over(() -> wire(channel), channel, null, limit);
    }

    private static Wire wire(ByteChannel channel) throws IOException {
        return channel instanceof SocketChannel socket ? SocketWire.over(socket, socket) : new ChannelWire(channel);
    }

    private TlsConnection over(Wiring wiring, Closeable owner, @Nullable FastOpenConnection underneath, TimeLimit limit)
            throws IOException {
        Closeable open = owner;
        try {
            Wire wire = wiring.wire();
            open = wire;
            go(wire, limit);
            return new PortableTlsConnection(agreement.get(), records, wire, underneath);
        } catch (Throwable e) {
            open.close();
            throw e;
        }
    }

    private void go(Wire wire, TimeLimit limit) throws IOException {
        try {
            records.begin();
            while (!records.handshake()) {
                wire.write(records.toSend().content(), limit);
                fill(wire, limit);
            }
            wire.write(records.toSend().content(), limit);
            first.say(records, wire, limit);
        } catch (TlsException e) {
            tellWhy(wire);
            throw e;
        } catch (SocketTimeoutException e) {
            SocketTimeoutException late = limit.exceeded("handshake with " + peer);
            late.initCause(e);
            throw late;
        }
    }

    private void fill(Wire wire, TimeLimit limit) throws IOException {
        ByteBuffer room = records.received().room(RecordLayer.RECORD);
        int length = wire.read(room, limit);
        if (length < 0) {
            records.receiveEnd();
        } else {
            records.received().filled(room);
        }
    }

    private void tellWhy(Wire wire) {
        try {
            records.wrapAlert();
            wire.partWith(records.toSend().content());
        } catch (IOException e) {
            // The failure that the alert tells of is the one that is thrown.
        }
    }

    private interface Wiring {
        Wire wire() throws IOException;
    }
}

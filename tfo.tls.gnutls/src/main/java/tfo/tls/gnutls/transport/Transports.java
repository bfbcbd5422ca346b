package tfo.tls.gnutls.transport;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.util.OptionalInt;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.tls.gnutls.library.Natives;

/** Makes transports. */
public final class Transports {
    private final Natives natives;
    private final Readiness readiness;
    private final IdlePairs pairs;

    /** For all sessions of this process. */
    public Transports(Natives natives) {
        this.natives = natives;
        this.readiness = new Readiness(natives);
        this.pairs = new IdlePairs(natives);
    }

    /** A pair to stage a first flight in. */
    public Pair pair() throws IOException {
        return pairs.take();
    }

    /** Takes a pair back whose session has gone over to another transport. The caller does not touch it any more. */
    public void giveBack(Pair pair) {
        pairs.giveBack(pair);
    }

    /**
     * A transport over this connection, by its descriptor where it has one. Both then belong to the transport; if this fails the
     * caller still has them.
     *
     * @param staging where records wait where there is no descriptor
     */
    public Transport over(FastOpenConnection connection, Staging staging) throws IOException {
        OptionalInt descriptor = connection.descriptor();
        if (descriptor.isEmpty()) {
            connection.channel().configureBlocking(true);
            return new ChannelTransport(staging.pair(), connection.channel(), connection);
        }
        int own = Descriptors.duplicate(natives.libc(), descriptor.getAsInt());
        try {
            connection.channel().configureBlocking(false);
        } catch (IOException | RuntimeException e) {
            natives.libc().close(own);
            throw e;
        }
        return new DescriptorTransport(natives, readiness, own, connection);
    }

    /** A transport over this connection that lets the conduit see all bytes, until it is {@linkplain Transport#settle settled}. */
    public Transport through(Conduit conduit, FastOpenConnection connection) throws IOException {
        connection.channel().configureBlocking(true);
        OptionalInt descriptor = connection.descriptor();
        if (descriptor.isEmpty()) {
            return new ChannelTransport(conduit, connection.channel(), connection);
        }
        int own = Descriptors.duplicate(natives.libc(), descriptor.getAsInt());
        return new PassingTransport(natives, readiness, conduit, connection, own);
    }

    /** The same over any channel, which is in blocking mode. */
    public Transport through(Conduit conduit, ByteChannel channel) {
        return new ChannelTransport(conduit, channel, channel);
    }

    /** A transport by the library's own connect. */
    public Transport builtin(ConnectRequest request) throws IOException {
        return BuiltinTransport.to(natives, readiness, request);
    }

    /** A transport over any channel, which is in blocking mode. */
    public Transport over(ByteChannel channel, Staging staging) throws IOException {
        return new ChannelTransport(staging.pair(), channel, channel);
    }

    /** Gives the pair of a session that is being opened. */
    @FunctionalInterface
    public interface Staging {
        /** The one that the session uses, or will. */
        Conduit pair() throws IOException;
    }
}

package tfo.api.socket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A connection under way, made by {@link FastOpenSockets#start}. Register {@link #channel()} for {@link #interestOps()} and
 * call {@link #finish()} when it is ready; while that gives nothing, set the key's interest to {@link #interestOps()} again.
 * To be used by one thread at a time.
 *
 * <pre>{@code
 * PendingConnection pending = sockets.start(request);
 * SelectionKey key = pending.channel().register(selector, pending.interestOps());
 * selector.select();
 * pending.finish().ifPresentOrElse(this::connected, () -> key.interestOps(pending.interestOps()));
 * }</pre>
 */
@ProviderType
public interface PendingConnection extends Closeable {

    /** The channel, in non-blocking mode, the same at every call. Its SYN may have left before it counts as connected. */
    SocketChannel channel();

    /**
     * What to select for: OP_CONNECT before the handshake of an ordinary connection, OP_WRITE after it and wherever the flight
     * left in the SYN. Selecting for anything else may never fire, or always.
     */
    int interestOps();

    /** How many bytes of the first flight the kernel has taken so far. */
    int taken();

    /**
     * Goes on with what is ready, never waiting.
     *
     * @return the connection once it stands and the whole flight was taken; empty while more readiness is needed. After that the
     *     connection owns the channel, which stays in non-blocking mode
     * @throws java.net.ConnectException if the peer refused, and the others of {@link FastOpenSockets#connect}; the channel is
     *     closed
     * @throws java.net.SocketTimeoutException if the request's time-out is over; the channel is closed
     */
    Optional<FastOpenConnection> finish() throws IOException;

    /** Gives up and closes the channel; after {@link #finish()} gave the connection this does nothing. */
    @Override
    void close() throws IOException;
}

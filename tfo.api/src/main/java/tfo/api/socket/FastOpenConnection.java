package tfo.api.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpOptions;

/**
 * An open connection and what is known of its first flight. Reading and writing belong to {@link #channel()}; this object adds
 * no state to it, and closing either closes both. Safe for use by any thread.
 */
@ProviderType
public interface FastOpenConnection extends Closeable {

    /** The JDK's own channel: selectable, interruptible, at home on virtual threads. */
    SocketChannel channel();

    /**
     * How the first flight fared. It is final. For an accepted connection the kernel is asked at the first call, which must come
     * before the connection is closed.
     */
    FastOpenReport report();

    /** Whether the peer began this connection, and a listener here accepted it. */
    boolean accepted();

    /** How long ago it began: when its SYN was about to leave, or, of an accepted one, when it was accepted. */
    Duration age();

    /**
     * The kernel's view of this connection now; empty where the system has none to give.
     *
     * @throws java.nio.channels.ClosedChannelException if the connection is closed
     */
    Optional<TcpInfo> tcpInfo() throws IOException;

    /**
     * What waits to be read and to be sent, and the urgent byte; to be kept for as long as the connection is open.
     *
     * @throws java.nio.channels.ClosedChannelException if the connection is closed
     */
    SocketQueues queues() throws IOException;

    /** The options this connection knows: the channel's own, and those of {@link TcpOptions} that the system knows. */
    Set<SocketOption<?>> supportedOptions();

    /**
     * Reads a JDK option or one of {@link TcpOptions}.
     *
     * @throws UnsupportedOperationException if the option is not supported here, naming what would support it
     * @throws java.nio.channels.ClosedChannelException if the connection is closed
     */
    <T> T getOption(SocketOption<T> option) throws IOException;

    /**
     * Sets a JDK option or one of {@link TcpOptions}.
     *
     * @return this
     * @throws IllegalArgumentException if the value is out of the option's range
     * @throws IllegalStateException if the option can be set before connect only
     * @throws UnsupportedOperationException if the option is not supported here, naming what would support it, or can only be read
     * @throws java.nio.channels.ClosedChannelException if the connection is closed
     */
    <T> FastOpenConnection setOption(SocketOption<T> option, T value) throws IOException;

    /**
     * The number of the descriptor, for native code of one who owns this connection; empty where the provider has none. After
     * {@link #close()}, or a close of the channel, the number may name something else.
     */
    OptionalInt descriptor();

    /** Closes the channel. A second call does nothing. */
    @Override
    void close() throws IOException;
}

package tfo.api.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import tfo.api.Availability;
import tfo.api.tcp.TcpOptions;

/** A bound listener. Safe for use by any thread. */
@ProviderType
public interface FastOpenListener extends Closeable {

    /**
     * The JDK's own channel. It begins in blocking mode; put into non-blocking mode it may be selected on and accepted from
     * directly, and the methods here must not be used.
     */
    ServerSocketChannel channel();

    /**
     * Waits for the next connection. Where data came with its SYN, that data can be read at once, before the handshake is over.
     *
     * @throws java.nio.channels.AsynchronousCloseException if the listener is closed meanwhile
     * @throws java.nio.channels.ClosedChannelException if it is closed already
     * @throws java.nio.channels.IllegalBlockingModeException if the channel is in non-blocking mode
     */
    FastOpenConnection accept() throws IOException;

    /**
     * Waits for the next connection, but no longer than this.
     *
     * @throws java.net.SocketTimeoutException if none came; the listener stays usable
     * @throws IllegalArgumentException if the time-out is zero or negative
     * @throws IOException as {@link #accept()}
     */
    FastOpenConnection accept(Duration timeout) throws IOException;

    /** A connection that the caller accepted from {@link #channel()}, so that its report and options can be had. */
    FastOpenConnection adopt(SocketChannel accepted);

    /** The address in use, with the port that the system chose. It can be had after the listener was closed, too. */
    InetSocketAddress localAddress();

    /**
     * Whether the kernel will in truth take data in the SYN here, and if not, why, with the command that changes it: the option is
     * set, the queue has room (net.core.somaxconn), and net.ipv4.tcp_fastopen and tcp_syncookies allow it. Usable with a reason: the
     * queue is shorter than was asked for, or the backup of {@link ListenRequest#fastOpenKey} was not taken. The settings and the
     * queue are read anew at every call.
     */
    Availability fastOpen();

    /**
     * Changes the key of this listener's cookies while it listens, TCP_FASTOPEN_KEY: 16 bytes, or 32 for a key and a backup whose
     * cookies are taken too. Cookies made with any other key are not taken from then on. The bytes are copied.
     *
     * @return whether the key is in use, or why not
     * @throws IllegalArgumentException if it has another length
     * @throws java.nio.channels.ClosedChannelException if the listener is closed
     */
    Availability fastOpenKey(byte[] key) throws IOException;

    /** The options this listener knows: the channel's own, and those of {@link TcpOptions} that the system knows. */
    Set<SocketOption<?>> supportedOptions();

    /**
     * Reads a JDK option or one of {@link TcpOptions}.
     *
     * @throws UnsupportedOperationException if the option is not supported here, naming what would support it
     * @throws java.nio.channels.ClosedChannelException if the listener is closed
     */
    <T> T getOption(SocketOption<T> option) throws IOException;

    /**
     * Sets a JDK option or one of {@link TcpOptions} while it listens. Most of them are inherited by the connections that come from
     * then on; those that wait to be accepted have their handshake behind them, and with it what shows there: the segment size, the
     * scale of the window. Such options are better given to the {@link ListenRequest}.
     *
     * @return this
     * @throws IllegalArgumentException if the value is out of the option's range
     * @throws IllegalStateException if the option can be set in another state only
     * @throws UnsupportedOperationException if the option is not supported here, naming what would support it, or can only be read
     * @throws java.nio.channels.ClosedChannelException if the listener is closed
     */
    <T> FastOpenListener setOption(SocketOption<T> option, T value) throws IOException;

    /** Stops listening; threads in {@code accept} get an exception. A second call does nothing. */
    @Override
    void close() throws IOException;
}

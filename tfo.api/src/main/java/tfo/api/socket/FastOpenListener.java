package tfo.api.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;
import tfo.api.Availability;

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
     * set, the queue is not empty of places (net.core.somaxconn), and net.ipv4.tcp_fastopen and tcp_syncookies allow it. Usable with
     * a reason: the queue is shorter than was asked for. Everything is read anew at every call.
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

    /** Stops listening; threads in {@code accept} get an exception. A second call does nothing. */
    @Override
    void close() throws IOException;
}

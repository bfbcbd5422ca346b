package tfo.api.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import tfo.api.socket.FastOpenConnection;

/**
 * A TLS connection whose handshake is done; or, where a server takes {@linkplain #early() early data}, done but for the client's
 * last message. One thread may read while another writes; any thread may close it, which ends both
 * with an {@link java.nio.channels.AsynchronousCloseException}. After {@code close} everything else throws
 * {@link java.nio.channels.ClosedChannelException}. It owns what is underneath. Virtual threads are welcome: waiting parks them.
 * An interrupt does not end a wait; {@code close} and the read time-out do. Only where the wait is that of a blocking JDK channel
 * underneath, which has no {@linkplain FastOpenConnection#descriptor() descriptor}, does an interrupt close it, see
 * {@link java.nio.channels.InterruptibleChannel}.
 */
@ProviderType
public interface TlsConnection extends ByteChannel {

    /**
     * Reads at least one byte, unless the buffer is full: then none, at once.
     *
     * @return how many; or -1, from then on always, after the peer's close_notify
     * @throws TlsException if the stream ends without one ({@link TlsException.Reason#TRUNCATED}) or a record is bad; what came
     *     before has been delivered
     * @throws java.net.SocketTimeoutException if nothing comes in time; the connection can be used on
     */
    @Override
    int read(ByteBuffer destination) throws IOException;

    /**
     * Writes all that the buffer has; waits where the peer does not read.
     *
     * @return how many bytes that were
     */
    @Override
    int write(ByteBuffer source) throws IOException;

    /**
     * How long a read waits for its first byte; zero, the default, for ever.
     *
     * @throws IllegalArgumentException if it is negative
     */
    void readTimeout(Duration limit);

    /**
     * Sends close_notify: the peer reads its end, and may go on writing (RFC 8446 section 6.1). A second call does nothing. Where a
     * server has taken early data, this and {@code close} wait up to a second for the client to finish the handshake, or its tickets
     * would be lost.
     */
    void shutdownOutput() throws IOException;

    /**
     * Whether what the last {@link #read} delivered came as early data (RFC 8446 section 2.3): until {@link #confirm} has returned,
     * somebody may have recorded it and be sending it again. No read delivers early bytes and others at once. Never true of a
     * client's connection, nor of a server's that {@linkplain TlsServer.Builder#earlyData takes no early data}. For the thread that
     * reads.
     */
    boolean early();

    /**
     * Waits until the client has finished the handshake, after which nothing that was read is a replay (RFC 8446 section 8, RFC 8470
     * section 3). What was written so far is sent first. What comes along is kept for {@link #read}. Returns at once where the
     * handshake is done, as it always is on a client's connection. For the thread that reads.
     *
     * @throws TlsException if the handshake fails
     * @throws java.net.SocketTimeoutException if it takes longer than the server's {@linkplain TlsSettings#handshakeTimeout limit}
     */
    void confirm() throws IOException;

    /** What was agreed. */
    HandshakeReport handshake();

    /**
     * The newest session that has arrived and was not taken yet, from this connection, by this method, a {@link TicketListener} or
     * the store; empty where there is none. TLS 1.3 servers send theirs after the handshake, so something has to be read first. Does
     * not wait. See gnutls_session_get_data2(3).
     */
    Optional<SessionData> session() throws IOException;

    /**
     * The same, but reads on for a while if there is none yet. What comes along is kept for {@code read}.
     *
     * @param limit how long at most
     */
    Optional<SessionData> awaitSession(Duration limit) throws IOException;

    /**
     * Keying material for a use of the caller's own (RFC 5705, RFC 8446 section 7.5). See {@link TlsFeature#EXPORTER}.
     *
     * @param label the use, as registered with IANA or beginning with {@code EXPORTER}
     * @param context what else to bind it to; may be empty
     * @param length how many bytes, 1 to 255 times the hash's length
     * @throws UnsupportedOperationException if the provider cannot
     */
    byte[] exportKey(String label, byte[] context, int length) throws IOException;

    /** The binding's data; empty where it has no meaning, or the provider cannot tell. */
    Optional<byte[]> channelBinding(ChannelBinding type) throws IOException;

    /** What is underneath, for its report, its options and the kernel's view; empty over other channels. Not for reading or writing. */
    Optional<FastOpenConnection> underneath();

    /**
     * Sends close_notify, as far as that does not wait, and closes what is underneath. A second call does nothing.
     *
     * <p>The answer to early data may be there a round trip before the next session. So that this is not lost where one closes at once,
     * and sessions are kept, {@code close} waits for it: two round trips and 200 ms at most. Not while another thread reads: that one
     * would have got the session, and ends with {@code close}; who has such a thread shuts the output and lets it read to the end.
     */
    @Override
    void close() throws IOException;
}

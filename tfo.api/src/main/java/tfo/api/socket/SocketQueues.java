package tfo.api.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;
import tfo.api.Availability;

/**
 * The two queues that the kernel keeps for a TCP socket, and the urgent byte that may stand in them: the ioctls, MSG_PEEK, MSG_TRUNC
 * and MSG_OOB of tcp(7), on a channel or socket of the JDK that goes on to be used as before.
 *
 * <p>No method waits, whatever the channel's mode: select for OP_READ or OP_WRITE first. An urgent byte alone makes no channel ready
 * for OP_READ, which comes with ordinary data: ask {@link #receiveUrgent} from time to time, or set
 * {@link java.net.Socket#setOOBInline}. All may be called by any thread, virtual ones included. {@link #discard} takes part in the
 * stream like a read, {@link #sendUrgent} like a write: it is the caller's to keep other readers or writers out meanwhile. Under TLS
 * both spoil the stream, and {@link #peek} shows records.
 *
 * <p>The kernel counts nothing in the states SYN_SENT and SYN_RECEIVED, though with Fast Open there are bytes in them: on a channel
 * that was armed or started, and on an accepted connection, {@link #inQueue}, {@link #outQueue} and {@link #unsent} are 0 until the
 * handshake is over, which {@link tfo.api.tcp.TcpInfo#state} tells. {@link #peek} shows the bytes of the SYN all the same.
 *
 * <p>Each method but {@link #supports} throws a {@link java.nio.channels.ClosedChannelException} once the channel or socket is closed, an
 * {@link UnsupportedOperationException} where {@link #supports} says so beforehand, and on a listening socket what the kernel
 * answers: a {@link java.net.SocketException} that names EINVAL, or ENOTCONN; only {@link #atMark} is false there. While the process has no
 * descriptor left by which a channel's own could be found, they throw one that names EMFILE; later they work. None of them takes
 * a failure of the connection away from the channel's next read.
 */
@ProviderType
public interface SocketQueues {

    /** What can be done with the queues, by its name in tcp(7) and send(2). */
    enum Operation {
        /** {@link #inQueue}: SIOCINQ, also known as FIONREAD. */
        SIOCINQ,
        /** {@link #outQueue}: SIOCOUTQ, also known as TIOCOUTQ. */
        SIOCOUTQ,
        /** {@link #unsent}: SIOCOUTQNSD of linux/sockios.h. */
        SIOCOUTQNSD,
        /** {@link #atMark}. */
        SIOCATMARK,
        /** {@link #peek}. */
        MSG_PEEK,
        /** {@link #discard}. */
        MSG_TRUNC,
        /** {@link #sendUrgent}. */
        SEND_MSG_OOB,
        /** {@link #receiveUrgent}. */
        RECEIVE_MSG_OOB
    }

    /** Whether the operation can be done on this channel, or why not. */
    Availability supports(Operation operation);

    /**
     * How many bytes have come in and were not read, as far as the urgent mark where there is one ahead. Zero at the mark, even if
     * bytes follow it; and until the handshake is over, even if bytes came in the SYN.
     */
    int inQueue() throws IOException;

    /**
     * How many bytes were written and are not acknowledged by the peer: those not sent, and those on their way. A FIN is not counted.
     * Zero until the handshake is over, whatever was written.
     */
    int outQueue() throws IOException;

    /**
     * How many bytes were written and have never been sent. What {@link #outQueue} counts beyond them is on its way. A FIN is not
     * counted. Zero until the handshake is over, whatever was written.
     */
    int unsent() throws IOException;

    /**
     * Whether the next byte to read is at the urgent mark. A read never crosses the mark: it ends there, so that a loop of reads until
     * this is true finds it. The read that follows skips the urgent byte and gives what comes after it, or, if
     * {@link java.net.Socket#setOOBInline} is set, gives the urgent byte and what comes after it.
     */
    boolean atMark() throws IOException;

    /**
     * Copies bytes that have come in to the buffer, and leaves them for the next read. It ends at the urgent mark as a read does.
     *
     * @return how many; zero if there are none at the moment, or no room; -1 at the end of the stream
     * @throws java.nio.channels.NotYetConnectedException if the channel is not connected
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
     * @throws java.net.SocketException if the connection has failed and nothing is left to read; the channel's read tells why
     */
    int peek(ByteBuffer buffer) throws IOException;

    /**
     * Drops bytes that have come in, without copying them. It ends at the urgent mark as a read does.
     *
     * @param most how many at most
     * @return how many; zero if there are none at the moment, or {@code most} is zero; -1 at the end of the stream
     * @throws IllegalArgumentException if {@code most} is negative
     * @throws java.nio.channels.NotYetConnectedException if the channel is not connected
     * @throws java.net.SocketException if the connection has failed and nothing is left to read; the channel's read tells why
     */
    long discard(long most) throws IOException;

    /**
     * Sends one urgent byte, behind all that was written so far, and moves the peer's urgent mark there. There is one mark: a byte
     * that the peer has not received as urgent when the next one comes is dropped, or becomes part of the stream.
     *
     * @return false if there is no room in the queue; then nothing is sent. With the portable provider and a channel in blocking mode
     *     it waits for room instead
     * @throws java.nio.channels.NotYetConnectedException if the channel is not connected, or its SYN waits for data
     * @throws java.nio.channels.ClosedChannelException if the output is shut down
     * @throws java.net.SocketException if the connection has failed
     */
    boolean sendUrgent(byte urgent) throws IOException;

    /**
     * Takes the urgent byte, which may come long before what was sent ahead of it is read.
     *
     * @return 0 to 255; empty if there is none: none was sent (EINVAL), it was taken already, it is announced and has not arrived
     *     (EAGAIN), or SO_OOBINLINE leaves it in the stream
     * @throws java.nio.channels.NotYetConnectedException if the channel is not connected
     * @throws java.net.SocketException if the connection has failed, and the byte is lost with it (ENOTCONN); the channel's read
     *     tells why
     */
    OptionalInt receiveUrgent() throws IOException;
}

package tfo.api.tls;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * TLS without a connection: the caller moves the bytes, and nothing ever waits. For event loops, and for transports that are no
 * channels.
 *
 * <p>A step of the caller's loop: give it what came from the network ({@link #receive}), take what is to go there ({@link #send}),
 * until {@link #handshake()} is there; then {@link #read} and {@link #write} plain text between such steps. For one thread at a
 * time. Close it when done; a handshake that takes too long is the caller's to notice.
 */
@ProviderType
public interface TlsEngine extends AutoCloseable {

    /**
     * Takes bytes that came from the network, all that the buffer has, unless 64 KiB of them wait for {@link #read} already. What is
     * wrong with them after the handshake, {@code read} tells, when it has delivered what came before.
     *
     * @return how many it took
     * @throws TlsException if they make the handshake fail; an alert may then be there to {@link #send}
     */
    int receive(ByteBuffer network) throws TlsException;

    /**
     * Says that the network will bring no more. What it brought can be read all the same.
     *
     * @throws TlsException if it ended without close_notify, be it between records or within one; or if what it brought is bad
     */
    void receiveEnd() throws TlsException;

    /**
     * Puts bytes that are to go to the network into the buffer, as many as fit. The first call of a client begins the handshake.
     *
     * @return how many
     */
    int send(ByteBuffer network) throws TlsException;

    /** Whether there is something to {@link #send}. */
    boolean wantsToSend();

    /** What was agreed; empty until the handshake is done. */
    Optional<HandshakeReport> handshake();

    /**
     * Reads plain text.
     *
     * @return how many bytes; zero if something has to be received first; -1 after the peer's close_notify
     * @throws TlsException if a record is bad, or the network ended without close_notify, at every call from then on; an alert may be
     *     there to {@link #send}
     */
    int read(ByteBuffer plain) throws TlsException;

    /**
     * Takes plain text, which {@link #send} then gives encrypted: as much as keeps what waits there within 64 KiB.
     *
     * @return how many bytes it took; zero before the handshake is done
     */
    int write(ByteBuffer plain) throws TlsException;

    /** Makes a close_notify, to be sent after what was written. A second call does nothing. */
    void shutdownOutput() throws TlsException;

    /** As {@link TlsConnection#session()}. */
    Optional<SessionData> session() throws TlsException;

    /** As {@link TlsConnection#exportKey}. */
    byte[] exportKey(String label, byte[] context, int length) throws TlsException;

    /** As {@link TlsConnection#channelBinding}. */
    Optional<byte[]> channelBinding(ChannelBinding type) throws TlsException;

    /** Frees it; sends nothing. A second call does nothing. After it everything else throws {@link IllegalStateException}. */
    @Override
    void close();
}

package tfo.api.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;

/**
 * A TLS connection before its first byte. Only here can a session be resumed. For one thread, and for one connection: the methods
 * that connect may be called once, whatever comes of it.
 */
@ProviderType
public interface TlsDial {

    /**
     * The name to ask for (SNI, RFC 6066) and to verify the certificate against, instead of that of the remote address. A literal
     * address is verified against and not asked for.
     *
     * @throws IllegalArgumentException if it is empty, or longer than 253 characters
     */
    TlsDial serverName(String host);

    /**
     * Resumes exactly this session instead of asking the store. If it cannot serve, for whatever reason, the handshake is a full
     * one and the {@link HandshakeReport} says why.
     */
    TlsDial resume(SessionData session);

    /**
     * How long connecting and handshake together may take, instead of the request's and the client's limits.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    TlsDial timeout(Duration limit);

    /**
     * What to say first, which the caller calls replayable. It travels with the ClientHello if the session that is resumed allows that
     * (RFC 8446 section 4.2.10), so that the answer can be there after one round trip; whatever the server does not take follows
     * the handshake at once, in order and, as far as TLS can tell, once. {@link HandshakeReport#earlyData()} says what became of it.
     *
     * <p><strong>Who records early data can send it to the server again</strong> (RFC 8446 section 8), the network may deliver it twice
     * (RFC 7413), and where it makes a handshake fail it goes out once more: give only what may be executed any number of times. It is
     * protected by the session's secret, without forward secrecy.
     *
     * <p>Whatever has to be sent after the handshake is sent before the connection is there to be read, within the time-out: a
     * peer that does not read it before it has been read from is not for this. The bytes are not copied; leave them unchanged until
     * the connection is there, or the engine's handshake is done and its {@code write} takes something. The buffer's own position is
     * not moved. A second call of this or {@link #request} takes the place of the first.
     */
    TlsDial earlyData(ByteBuffer replayable);

    /**
     * The same for bytes of which the client's {@link EarlyDataPolicy} says whether they are replayable. If they are not they follow
     * the handshake, and are sent once or not at all.
     */
    TlsDial request(ByteBuffer bytes);

    /**
     * How many bytes of early data will travel in the SYN, as far as can be told beforehand: what the interface's MTU leaves beside
     * the ClientHello, no more than the session allows, at most 16,384; zero where there is no session that allows any. More than that
     * costs a second round trip. It may be less: a cookie comes with the MSS that the server announced at that time.
     * {@link HandshakeReport#firstFlight()} tells what happened.
     *
     * <p>Takes the session out of the store; it is this dial's from then on.
     *
     * @throws IllegalStateException if the dial has been used, or the client is closed
     */
    int firstFlightBudget() throws IOException;

    /**
     * Builds the ClientHello, lets it travel as the first flight, in the SYN where it can, and returns when the handshake is done.
     * The ClientHello may reach the server twice (RFC 7413); that is harmless.
     *
     * <p>Where the server breaks off, or does not answer, a handshake with early data or a session, it is done anew without them over
     * another connection, within the same time-out; {@link HandshakeReport#connections()} tells. Not so where its certificate is not to
     * be believed, or there is no connection to it.
     *
     * @throws TlsException if the handshake fails
     * @throws java.net.SocketTimeoutException if it takes too long
     * @throws java.net.ConnectException if the peer refuses; and what else {@link FastOpenSockets#connect} throws
     * @throws IllegalStateException if the dial has been used, or the client is closed
     */
    TlsConnection connect(FastOpenSockets sockets) throws IOException;

    /**
     * Does the handshake over a connection that stands. It then belongs to the result; if this fails, it is closed.
     *
     * @throws IllegalStateException if the transport is {@link TlsTransport#BUILTIN}
     */
    TlsConnection over(FastOpenConnection connection) throws IOException;

    /**
     * The same over any channel, which is in blocking mode if it is selectable: a proxy's, another TLS connection's, another
     * protocol's after STARTTLS. Only {@code close} of the channel ends a wait for it: time-outs close it.
     *
     * @throws IllegalStateException if the transport is {@link TlsTransport#BUILTIN}
     */
    TlsConnection over(ByteChannel channel) throws IOException;

    /**
     * The same for a caller who moves the bytes.
     *
     * @throws IllegalStateException if the transport is {@link TlsTransport#BUILTIN}
     */
    TlsEngine engine();
}

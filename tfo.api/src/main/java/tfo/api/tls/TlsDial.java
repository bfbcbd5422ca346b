package tfo.api.tls;

import java.io.IOException;
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
     * Builds the ClientHello, lets it travel as the first flight, in the SYN where it can, and returns when the handshake is done.
     * The ClientHello may reach the server twice (RFC 7413); that is harmless.
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

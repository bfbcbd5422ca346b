package tfo.api.tls;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import tfo.api.socket.ConnectRequest;

/**
 * Everything that many connections of a client share: trust, credentials, protocols, sessions. Immutable and safe for use by any
 * thread. Close it when no dial will be made any more; open connections are not touched.
 */
@ProviderType
public interface TlsClient extends AutoCloseable {

    /**
     * A dial to this peer, whose certificate is to carry the host name or address of the request's remote address. Nothing is sent
     * before it connects. Local address, policy and options of the request apply; its first flight is to be empty.
     *
     * @throws IllegalArgumentException if the request has a first flight
     * @throws IllegalStateException if the client is closed
     */
    TlsDial dial(ConnectRequest request);

    /**
     * The key under which the sessions of such a dial are kept.
     *
     * @param host as in {@link TlsDial#serverName}
     */
    SessionKey sessionKey(String host, int port);

    /** Frees what the connections shared. A second call does nothing. */
    @Override
    void close();

    /** Collects the settings of a {@link TlsClient}. */
    @ProviderType
    interface Builder extends TlsSettings<Builder> {

        /** Whose servers to believe; the default is {@link Trust#system()}. */
        Builder trust(Trust trust);

        /** What to show to a server that asks; the default is nothing. */
        Builder identity(Identity identity);

        /**
         * Whether a server is refused in a full handshake that staples no OCSP response to its certificate (RFC 6066 section 8), or
         * one in which the responder merely regrets ("try later"). The default is no.
         *
         * <p>A response that is there and says something is looked at either way. Where it says "revoked" or "unknown", is out of
         * date, about another certificate, or signed by somebody without the right to, the server is refused as
         * {@link TlsException.Reason#UNTRUSTED_PEER}. Who {@linkplain Dangerous#trustAnyone() trusts anyone} looks at none, and
         * cannot require one.
         */
        Builder stapleRequired(boolean required);

        /** Where sessions are taken from and put to; the default keeps up to 1,000 in memory. */
        Builder sessions(SessionStore store);

        /** Told of every session before the store gets it. */
        Builder onTicket(TicketListener listener);

        /** Who carries the first flight; the default is {@link TlsTransport#SDK}. */
        Builder transport(TlsTransport transport);

        /** Which requests may travel as early data, see {@link TlsDial#request}; the default is {@link EarlyDataPolicy#none()}. */
        Builder earlyData(EarlyDataPolicy policy);

        /** Settings that weaken security, behind one name that a reviewer can search for. */
        Dangerous dangerous();

        /**
         * The client.
         *
         * @throws TlsException if the settings contradict each other, or are weaker than allowed
         * @throws UnsupportedOperationException if this provider lacks a feature that was asked for, see {@link TlsFeature}
         */
        TlsClient build() throws TlsException;
    }

    /** Each of these gives away a protection. */
    @ProviderType
    interface Dangerous {

        /** Believes every server, whatever its certificate and name. Pins, if there are any, still hold. */
        Builder trustAnyone();

        /** Believes a trusted certificate whatever name it carries. */
        Builder anyHostName();

        /** Algorithms by a priority string that may allow more than the defaults do; never a version before TLS 1.2. */
        Builder weakPriority(String priority);

        /** A stream that ends without close_notify, but not within a record, is a clean end, as JSSE has it. */
        Builder truncationAllowed();

        /**
         * Told the secrets of every connection, a line each in the format of SSLKEYLOGFILE, on the thread that does the handshake.
         */
        Builder keyLog(Consumer<String> lines);
    }
}

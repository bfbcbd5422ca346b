package tfo.api.tls;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import tfo.api.socket.FastOpenConnection;

/**
 * The server's half: identities, ticket key, whom to ask for certificates. Immutable and safe for use by any thread. Close it when
 * nothing will be accepted any more; open connections are not touched.
 */
@ProviderType
public interface TlsServer extends AutoCloseable {

    /**
     * Does the handshake over an accepted connection. The connection then belongs to the result; if this fails, it is closed.
     *
     * @throws TlsException if the handshake fails
     * @throws java.net.SocketTimeoutException if it takes too long
     * @throws IllegalStateException if the server is closed
     */
    TlsConnection accept(FastOpenConnection connection) throws IOException;

    /**
     * The same over any channel, which is in blocking mode if it is selectable: a proxy's, another protocol's after STARTTLS. Only
     * {@code close} of the channel ends a wait for it: time-outs close it.
     */
    TlsConnection accept(ByteChannel channel) throws IOException;

    /**
     * The same for a caller who moves the bytes. It takes no early data, whatever the server's connections do, and its tickets promise
     * none: what a client sends early is skipped, and sent again after the handshake.
     */
    TlsEngine engine();

    /** Frees what the connections shared. A second call does nothing. */
    @Override
    void close();

    /** Collects the settings of a {@link TlsServer}. */
    @ProviderType
    interface Builder extends TlsSettings<Builder> {

        /**
         * An identity to show. Of several a client gets the one whose certificate names the server it asks for (SNI, RFC 6066), or
         * else the first.
         */
        Builder identity(Identity identity);

        /** Whether to ask clients for a certificate, and whose to believe. */
        Builder clients(ClientAuthentication wanted, Trust trust);

        /**
         * The secret of the tickets: 64 bytes that every process of one service shares, so that each resumes the others' sessions.
         * Without one a random secret serves for the life of this object. The working keys are derived from it and change with time.
         * The processes have the same {@link #ticketLifetime}, by which each judges a ticket's age, whoever made it. Early data is
         * taken only by tickets that are younger than this object: one of before a restart is resumed, but without.
         * See {@link TlsFeature#TICKET_KEY}.
         *
         * @throws IllegalArgumentException if it has not 64 bytes
         */
        Builder ticketKey(byte[] secret);

        /** How long a ticket is good for; whole seconds, at most seven days. The default is six hours. */
        Builder ticketLifetime(Duration lifetime);

        /** How many tickets a client gets after a full handshake of TLS 1.3; zero for no resumption at all. The default is two. */
        Builder ticketCount(int count);

        /**
         * How many bytes of early data (RFC 8446 section 2.3) a connection may bring; zero, the default, for none at all. Early data
         * may be a replay of what somebody recorded: {@link TlsConnection#early()} tells the application, which does nothing on the
         * word of early data alone that would harm if done twice, or calls {@link TlsConnection#confirm()} first. {@code accept}
         * then returns when early data may be read, before the client has finished the handshake. A client that sends more is
         * disconnected. Engines take none. See {@link TlsFeature#EARLY_DATA_SERVER}.
         *
         * @throws IllegalArgumentException if it is negative
         */
        Builder earlyData(int limit);

        /**
         * Who remembers which early data has been taken; the default is a {@linkplain ReplayGuard#inMemory guard in this process's
         * memory} of 250,000 for each server. Servers that share a {@linkplain #ticketKey ticket key} share a guard, too, or early
         * data that one has taken can be replayed at the other. There is no way to do without.
         */
        Builder replayGuard(ReplayGuard guard);

        /** Settings that weaken security, behind one name that a reviewer can search for. */
        Dangerous dangerous();

        /**
         * The server.
         *
         * @throws TlsException if there is no identity, or the settings contradict each other or are weaker than allowed
         * @throws UnsupportedOperationException if this provider lacks a feature that was asked for, see {@link TlsFeature}
         */
        TlsServer build() throws TlsException;
    }

    /** Each of these gives away a protection. */
    @ProviderType
    interface Dangerous {

        /** Algorithms by a priority string that may allow more than the defaults do; never a version before TLS 1.2. */
        Builder weakPriority(String priority);

        /** A stream that ends without close_notify, but not within a record, is a clean end, as JSSE has it. */
        Builder truncationAllowed();

        /** Told the secrets of every connection, a line each in the format of SSLKEYLOGFILE. */
        Builder keyLog(Consumer<String> lines);
    }
}

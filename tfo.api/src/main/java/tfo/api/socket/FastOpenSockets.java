package tfo.api.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.SocketFactory;
import org.osgi.annotation.versioning.ProviderType;
import tfo.api.Availability;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpCounters;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpSystemSettings;

/**
 * Opens TCP connections whose first bytes may travel in the SYN (RFC 7413).
 *
 * <p>A provider is registered as an OSGi service and as a {@link java.util.ServiceLoader} provider. Where Fast Open is not
 * to be had every method still works: the first flight follows the handshake, and the {@link FastOpenReport} says why.
 * All methods may be called by any thread, virtual ones included; none of them holds up a virtual thread's carrier for
 * the length of a round trip.
 */
@ProviderType
public interface FastOpenSockets {

    /**
     * Connects, hands over the whole first flight, and returns when the connection stands.
     *
     * <p>With a cookie at hand the flight leaves in the SYN and this method returns one round trip later, when the answer
     * can be there too. Otherwise the connection is made first and the flight follows.
     *
     * @throws java.net.ConnectException if the peer refuses
     * @throws java.net.NoRouteToHostException if the peer cannot be reached
     * @throws java.net.SocketTimeoutException if the connection does not stand within the request's time-out, or if handing
     *     over the flight takes longer than that
     * @throws java.net.UnknownHostException if an address of the request is unresolved
     * @throws java.net.BindException if the request's local address cannot be bound
     * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted meanwhile
     * @throws FastOpenRequiredException if the policy is {@link FastOpenPolicy#REQUIRE} and Fast Open did not happen
     * @throws UnsupportedOperationException if the provider does not know an option of the request
     * @throws IOException if anything else goes wrong; whatever is thrown, no descriptor is left open
     */
    FastOpenConnection connect(ConnectRequest request) throws IOException;

    /**
     * Starts the same without waiting. The caller selects on the pending connection's channel, which is in non-blocking
     * mode, and calls {@link PendingConnection#finish()} when it is ready. A connection under way is not an error.
     *
     * @throws IOException as {@link #connect}, for what is known at once
     */
    PendingConnection start(ConnectRequest request) throws IOException;

    /**
     * Binds a listener that takes data in the SYN where the system allows it; {@link FastOpenListener#fastOpen()} tells.
     *
     * @throws java.net.BindException if the address is in use or is not one of this host
     * @throws java.net.UnknownHostException if the address is unresolved
     * @throws UnsupportedOperationException if the provider does not know an option of the request
     */
    FastOpenListener listen(ListenRequest request) throws IOException;

    /** The same as {@link #socketFactory(FirstSpeaker)} with {@link FirstSpeaker#AUTO}. */
    default SocketFactory socketFactory() {
        return socketFactory(FirstSpeaker.AUTO);
    }

    /**
     * Plain sockets for code that knows only {@code java.net}: the first write rides in the SYN.
     *
     * <p>With a cookie at hand {@code connect} returns at once and the SYN leaves with the first write, or else with the
     * first read (as {@code speaker} says), {@code available}, {@code shutdownOutput}, {@code close}, or an empty write. That
     * first operation waits until the connection stands, for as long as the time-out given to {@code connect}; it throws what
     * {@code connect} would have thrown. {@code close} waits for that too, but no longer than three seconds, and not at all with
     * SO_LINGER 0. In all else the sockets keep the contract of {@link Socket}. Its {@code getOption}
     * and {@code setOption} take those of {@link TcpOptions} that its {@code supportedOptions} lists, before connect and at any time
     * after it: all that the system has but TCP_FASTOPEN_CONNECT, or with the portable provider those that the JDK has under any name.
     *
     * <p><strong>The network may deliver the first write twice</strong> (RFC 7413 section 6.1): use them for protocols whose first
     * words are safe to repeat, as those of TLS are.
     */
    SocketFactory socketFactory(FirstSpeaker speaker);

    /**
     * How the first flight of a socket of {@link #socketFactory} fared. For any other socket the outcome is
     * {@link FastOpenReport.Outcome#NOT_TRIED}.
     */
    FastOpenReport report(Socket socket);

    /**
     * Sets TCP_FASTOPEN_CONNECT on a channel that the caller opened and has not connected: its {@code connect} then returns
     * at once and its first write leaves in the SYN, see tcp(7). The caller must write first; a read before it waits for ever.
     * The network may deliver that write twice, and nothing helps if it is lost or refused on the way.
     *
     * @return whether the option is set, or why not; the channel is usable either way
     * @throws java.nio.channels.ClosedChannelException if the channel is closed
     * @throws java.nio.channels.AlreadyConnectedException if it is connected
     * @throws java.nio.channels.ConnectionPendingException if it is being connected
     */
    Availability arm(SocketChannel channel) throws IOException;

    /**
     * The kernel's view of any channel; empty where the system has none to give, or the channel is not one of TCP.
     *
     * @throws java.nio.channels.ClosedChannelException if the channel is closed
     */
    Optional<TcpInfo> tcpInfo(SocketChannel channel) throws IOException;

    /**
     * The kernel's view of a socket of {@link #socketFactory}, or of a channel's; empty for any other, and where the system has none to
     * give. To ask does not let a SYN leave that waits for the first write: the state is SYN_SENT then.
     *
     * @throws java.net.SocketException if a socket of the factory is closed
     * @throws java.nio.channels.ClosedChannelException if the socket's channel is closed
     */
    Optional<TcpInfo> tcpInfo(Socket socket) throws IOException;

    /**
     * The options that {@link #getOption} and {@link #setOption} know on one channel or another: the JDK's, and those of
     * {@link TcpOptions} that the system has. What the sockets of {@link #socketFactory} know they tell themselves.
     */
    Set<SocketOption<?>> supportedOptions();

    /**
     * Reads an option of any {@code SocketChannel} or {@code ServerSocketChannel} of the JDK, or of either's asynchronous namesake,
     * whoever opened it: one of the JDK's or of {@link TcpOptions}. An option that accepted connections inherit can be read and set on a listener even where the
     * JDK's own channel does not know it.
     *
     * @throws UnsupportedOperationException if the option cannot be had here, naming what would have it, or is one of TCP and the
     *     channel is not: a Unix-domain socket, a {@code DatagramChannel}
     * @throws java.nio.channels.ClosedChannelException if the channel is closed, or is closed meanwhile
     */
    <T> T getOption(NetworkChannel channel, SocketOption<T> option) throws IOException;

    /**
     * Sets an option of any such channel.
     *
     * @throws IllegalArgumentException if the value is out of the option's range
     * @throws IllegalStateException if the option can be set in another state of the channel only: before connect, as a rule
     * @throws UnsupportedOperationException if the option cannot be had here, naming what would have it, or can only be read, or is
     *     one of TCP and the channel is not
     * @throws java.nio.channels.ClosedChannelException if the channel is closed, or is closed meanwhile: it is never set on another
     *     channel, even if that has taken over the descriptor's number
     */
    <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException;

    /**
     * The queues of any {@link SocketChannel} or {@link java.nio.channels.ServerSocketChannel}, to be kept for as long as the channel
     * is open; what can be done with them {@link SocketQueues#supports} tells.
     *
     * @throws java.nio.channels.ClosedChannelException if the channel is closed
     * @throws IllegalArgumentException if the channel is not one of TCP, but a Unix-domain socket for example, or an asynchronous one
     */
    SocketQueues queues(NetworkChannel channel) throws IOException;

    /**
     * The queues of a socket of {@link #socketFactory}, or of a channel's, likewise. None of them lets a SYN leave that waits for the
     * first write: until it has left the queues are empty, nothing comes in, and {@link SocketQueues#sendUrgent} has no connection to
     * send on.
     *
     * @throws java.nio.channels.ClosedChannelException if the socket is closed
     * @throws IllegalArgumentException if the socket is neither, but an {@code SSLSocket} for example, or one of another provider's
     */
    SocketQueues queues(Socket socket) throws IOException;

    /** What the operating system allows now; read anew at every call. */
    FastOpenSettings settings();

    /** The kernel's Fast Open totals for the calling thread's network namespace; read anew at every call. */
    FastOpenCounters counters();

    /**
     * The system's settings for TCP in the calling thread's network namespace; read anew at every call, file by file, which takes
     * a few milliseconds. From a provider that cannot ask the system: none, and why.
     */
    TcpSystemSettings systemSettings();

    /** All of the kernel's totals for TCP in the calling thread's network namespace; read anew at every call. */
    TcpCounters tcpCounters();

    /**
     * The addresses that are connected to without Fast Open for a while, because a SYN that asked for it was lost or refused on
     * the way.
     * Newest first; empty where the provider keeps no such memory.
     */
    List<AvoidedPath> avoidedPaths();

    /** Forgets all of {@link #avoidedPaths()}: the next connection tries Fast Open again. */
    void forgetAvoidedPaths();

    /** Whether this provider can do its work on this machine. */
    Availability availability();

    /** The provider's name, such as {@code linux} or {@code fallback}. */
    String name();

    /** Orders the providers: of the usable ones {@link #best()} takes the highest. The same number is the service's ranking. */
    int ranking();

    /**
     * The usable provider with the highest ranking, found by {@link java.util.ServiceLoader} on the class path or module path.
     * The result may be kept.
     *
     * @throws IllegalStateException if there is none; or inside an OSGi framework, where the service is to be used instead
     */
    static FastOpenSockets best() {
        return SocketProviders.best();
    }
}

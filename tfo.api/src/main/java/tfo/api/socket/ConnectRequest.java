package tfo.api.socket;

import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tfo.api.tcp.TcpOptions;

/**
 * What to connect to and what to say first. Immutable: every method that changes something returns a new request.
 * The defaults: an empty first flight, no local address, the system's own time-out, {@link FastOpenPolicy#PREFER},
 * {@link FirstSpeaker#AUTO}, no options.
 */
public final class ConnectRequest {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private static final Set<SocketOption<?>> OF_LISTENERS =
            Set.of(TcpOptions.TCP_FASTOPEN, TcpOptions.TCP_FASTOPEN_KEY, TcpOptions.TCP_SAVE_SYN);

    private final InetSocketAddress remote;
    private final @Nullable InetSocketAddress local;
    private final ByteBuffer firstFlight;
    private final Duration timeout;
    private final FastOpenPolicy policy;
    private final FirstSpeaker firstSpeaker;
    private final Map<SocketOption<?>, Object> options;

    private ConnectRequest(
            InetSocketAddress remote,
            @Nullable InetSocketAddress local,
            ByteBuffer firstFlight,
            Duration timeout,
            FastOpenPolicy policy,
            FirstSpeaker firstSpeaker,
            Map<SocketOption<?>, Object> options) {
        this.remote = remote;
        this.local = local;
        this.firstFlight = firstFlight;
        this.timeout = timeout;
        this.policy = policy;
        this.firstSpeaker = firstSpeaker;
        this.options = options;
    }

    /** A request to connect to this address. A link-local IPv6 address needs its scope id. */
    public static ConnectRequest to(InetSocketAddress remote) {
        Objects.requireNonNull(remote, "remote");
        return new ConnectRequest(
                remote, null, NOTHING, Duration.ZERO, FastOpenPolicy.PREFER, FirstSpeaker.AUTO, Map.of());
    }

    /**
     * The bytes from the buffer's position to its limit, of any number, as the first flight: as many of them as fit may go
     * into the SYN, the rest follows. None at all is an ordinary connect.
     *
     * <p><strong>The network may deliver what is in the SYN twice</strong> (RFC 7413 section 2.1 and 6.1): give only what is
     * safe to repeat, such as a query or a TLS ClientHello. The bytes are not copied; leave them unchanged until the flight is
     * handed over. The buffer's own position is not moved.
     */
    public ConnectRequest firstFlight(ByteBuffer bytes) {
        ByteBuffer view = bytes.slice().asReadOnlyBuffer();
        return new ConnectRequest(remote, local, view, timeout, policy, firstSpeaker, options);
    }

    /** Binds to this local address first; port 0 lets the system choose one. */
    public ConnectRequest local(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        return new ConnectRequest(remote, address, firstFlight, timeout, policy, firstSpeaker, options);
    }

    /**
     * Gives up after this long; kept exactly from 50 ms up. Zero means the system's own limit (tcp_syn_retries, see tcp(7):
     * about two minutes).
     *
     * @throws IllegalArgumentException if it is negative
     */
    public ConnectRequest timeout(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("negative time-out: " + limit);
        }
        return new ConnectRequest(remote, local, firstFlight, limit, policy, firstSpeaker, options);
    }

    /** How much Fast Open is wanted. */
    public ConnectRequest policy(FastOpenPolicy wanted) {
        Objects.requireNonNull(wanted, "wanted");
        return new ConnectRequest(remote, local, firstFlight, timeout, wanted, firstSpeaker, options);
    }

    /**
     * Who speaks first. It matters where the first flight is empty: if the server does, an empty SYN with a cookie lets it
     * speak a round trip earlier.
     */
    public ConnectRequest firstSpeaker(FirstSpeaker speaker) {
        Objects.requireNonNull(speaker, "speaker");
        return new ConnectRequest(remote, local, firstFlight, timeout, policy, speaker, options);
    }

    /**
     * Sets a JDK option or one of {@link TcpOptions} before the connection is made.
     *
     * @throws IllegalArgumentException if it is TCP_FASTOPEN_CONNECT, which goes with the first flight and the policy, or one that
     *     means nothing to a client: TCP_FASTOPEN, TCP_FASTOPEN_KEY, TCP_SAVE_SYN
     */
    public <T> ConnectRequest option(SocketOption<T> option, T value) {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, option.name());
        if (option == TcpOptions.TCP_FASTOPEN_CONNECT) {
            throw new IllegalArgumentException("TCP_FASTOPEN_CONNECT is set where there is a first flight; see policy");
        }
        if (OF_LISTENERS.contains(option)) {
            throw new IllegalArgumentException(option.name() + " is for listeners; see ListenRequest");
        }
        Map<SocketOption<?>, Object> more = new LinkedHashMap<>(options);
        more.put(option, value instanceof byte[] bytes ? bytes.clone() : value);
        return new ConnectRequest(
                remote, local, firstFlight, timeout, policy, firstSpeaker, Collections.unmodifiableMap(more));
    }

    /** The peer's address. */
    public InetSocketAddress remote() {
        return remote;
    }

    /** The address to bind to; empty if the system chooses. */
    public Optional<InetSocketAddress> local() {
        return Optional.ofNullable(local);
    }

    /** A read-only view of the first flight, from its first byte on, at each call. */
    public ByteBuffer firstFlight() {
        return firstFlight.duplicate();
    }

    /** How long the connection may take; zero means the system's own limit. */
    public Duration timeout() {
        return timeout;
    }

    /** How much Fast Open is wanted. */
    public FastOpenPolicy policy() {
        return policy;
    }

    /** Who speaks first. */
    public FirstSpeaker firstSpeaker() {
        return firstSpeaker;
    }

    /** The options in the order in which they were given; arrays among their values are copies. Unmodifiable. */
    public Map<SocketOption<?>, Object> options() {
        return RequestOptions.copy(options);
    }

    /** Names the peer and the size of the flight, never its bytes. */
    @Override
    public String toString() {
        return "ConnectRequest[" + remote + ", first flight of " + firstFlight.remaining() + " bytes, " + policy + "]";
    }
}

package tfo.api.socket;

import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tfo.api.tcp.TcpOptions;

/**
 * Where to listen, how many connections may wait, and how many of these may be Fast Opens whose handshake is not over.
 * Immutable: every method that changes something returns a new request. The defaults: a backlog and a Fast Open queue of 128,
 * SO_REUSEADDR on, the system's cookie key.
 */
public final class ListenRequest {
    private final InetSocketAddress local;
    private final int backlog;
    private final int fastOpenQueue;
    private final byte @Nullable [] key;
    private final Map<SocketOption<?>, Object> options;

    private ListenRequest(
            InetSocketAddress local,
            int backlog,
            int fastOpenQueue,
            byte @Nullable [] key,
            Map<SocketOption<?>, Object> options) {
        this.local = local;
        this.backlog = backlog;
        this.fastOpenQueue = fastOpenQueue;
        this.key = key;
        this.options = options;
    }

    /** A request to listen on this address; port 0 lets the system choose one. */
    public static ListenRequest on(InetSocketAddress local) {
        Objects.requireNonNull(local, "local");
        return new ListenRequest(local, 128, 128, null, Map.of());
    }

    /**
     * How many connections may wait to be accepted; the system caps it (net.core.somaxconn).
     *
     * @throws IllegalArgumentException if it is less than one
     */
    public ListenRequest backlog(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("a backlog is at least 1: " + length);
        }
        return new ListenRequest(local, length, fastOpenQueue, key, options);
    }

    /**
     * How many Fast Opens may wait for their handshake to end, TCP_FASTOPEN of tcp(7); those above it make an ordinary
     * handshake. Zero takes no data in the SYN.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public ListenRequest fastOpenQueue(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("negative Fast Open queue: " + length);
        }
        return new ListenRequest(local, backlog, length, key, options);
    }

    /**
     * The key of this listener's cookies instead of the system's, TCP_FASTOPEN_KEY: 16 bytes, or 32 for a key and a backup
     * whose cookies are taken too. Before Linux 5.3, which has no place for a backup, the first 16 are set, and
     * {@link FastOpenListener#fastOpen} says so.
     *
     * <p>The kernel makes a cookie of the key, the client's address and the server's. So hosts with one key accept each other's
     * cookies if they have one address, too: anycast, ECMP, direct server return, a shared address. Behind a balancer that rewrites
     * the destination (DNAT) each host makes other cookies, whatever the key. The bytes are copied.
     *
     * @throws IllegalArgumentException if it has another length
     */
    public ListenRequest fastOpenKey(byte[] bytes) {
        if (bytes.length != 16 && bytes.length != 32) {
            throw new IllegalArgumentException("a Fast Open key has 16 or 32 bytes, not " + bytes.length);
        }
        return new ListenRequest(local, backlog, fastOpenQueue, bytes.clone(), options);
    }

    /**
     * Sets a JDK option (such as SO_REUSEPORT) or one of {@link TcpOptions} before the listener is bound. TCP_FASTOPEN is
     * {@link #fastOpenQueue} and TCP_FASTOPEN_KEY {@link #fastOpenKey}: the last word counts.
     *
     * @throws IllegalArgumentException if it is TCP_FASTOPEN_CONNECT, which means nothing to a listener, or one of these two with
     *     a value that they do not take
     */
    public <T> ListenRequest option(SocketOption<T> option, T value) {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, option.name());
        if (option == TcpOptions.TCP_FASTOPEN_CONNECT) {
            throw new IllegalArgumentException("TCP_FASTOPEN_CONNECT is for clients; see fastOpenQueue");
        }
        if (option == TcpOptions.TCP_FASTOPEN) {
            return fastOpenQueue(TcpOptions.TCP_FASTOPEN.type().cast(value));
        }
        if (option == TcpOptions.TCP_FASTOPEN_KEY) {
            return fastOpenKey(TcpOptions.TCP_FASTOPEN_KEY.type().cast(value));
        }
        Map<SocketOption<?>, Object> more = new LinkedHashMap<>(options);
        more.put(option, value instanceof byte[] bytes ? bytes.clone() : value);
        return new ListenRequest(local, backlog, fastOpenQueue, key, Collections.unmodifiableMap(more));
    }

    /** The address to listen on. */
    public InetSocketAddress local() {
        return local;
    }

    /** How many connections may wait to be accepted. */
    public int backlog() {
        return backlog;
    }

    /** How many Fast Opens may wait for their handshake to end. */
    public int fastOpenQueue() {
        return fastOpenQueue;
    }

    /** A copy of the cookie key; empty for the system's. */
    public Optional<byte[]> fastOpenKey() {
        return Optional.ofNullable(key).map(byte[]::clone);
    }

    /**
     * The options in the order in which they were given, without those that this request has by other names; arrays among their
     * values are copies. Unmodifiable.
     */
    public Map<SocketOption<?>, Object> options() {
        return RequestOptions.copy(options);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ListenRequest[" + local + ", backlog " + backlog + ", Fast Open queue " + fastOpenQueue + "]";
    }
}

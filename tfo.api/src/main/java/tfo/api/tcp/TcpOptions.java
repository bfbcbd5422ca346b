package tfo.api.tcp;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of tcp(7), of linux/tcp.h and, as far as they concern TCP, of socket(7), by their names there. Where
 * {@link StandardSocketOptions} has one of the same type, that very constant stands here too. Those of {@code
 * jdk.net.ExtendedSocketOptions} are accepted as well: its times are seconds, those here are durations.
 *
 * <p>A duration is rounded up to the kernel's unit, which each option names. A value out of range is an
 * {@link IllegalArgumentException}, unless the kernel takes the nearest that it can: an option of which it does so says that, and
 * {@code getOption} tells what came of it. An option that comes too late for the channel's state, that is for the other kind of
 * channel, or that would do nothing on a connection, is an {@link IllegalStateException}, and one that cannot be had an
 * {@link UnsupportedOperationException} that names the Linux it needs.
 */
public final class TcpOptions {
    private static final Map<SocketOption<?>, String> SINCE = new LinkedHashMap<>();

    /** Sends each write at once, without waiting for a full segment (Nagle); setting it flushes even a corked connection. */
    public static final SocketOption<Boolean> TCP_NODELAY = jdk(StandardSocketOptions.TCP_NODELAY, "2.0");

    /**
     * The largest segment to announce and to send, in bytes of payload, 88 to 32,767; zero takes the limit back. Set before
     * connect or listen it shows in the SYN; a connection that stands is past it ({@code IllegalStateException}; the kernel itself
     * would take it without effect). Before a connection stands it reads as the default (536) where none was set.
     */
    public static final SocketOption<Integer> TCP_MAXSEG = option("TCP_MAXSEG", Integer.class, "2.0");

    /** Holds back segments that are not full, for 200 ms at most. */
    public static final SocketOption<Boolean> TCP_CORK = option("TCP_CORK", Boolean.class, "2.2");

    /** How long a connection is idle before the first keep-alive probe, 1 to 32,767 seconds; see SO_KEEPALIVE. */
    public static final SocketOption<Duration> TCP_KEEPIDLE = option("TCP_KEEPIDLE", Duration.class, "2.4");

    /** The time between keep-alive probes, 1 to 32,767 seconds. */
    public static final SocketOption<Duration> TCP_KEEPINTVL = option("TCP_KEEPINTVL", Duration.class, "2.4");

    /** How many keep-alive probes without an answer end a connection, 1 to 127. */
    public static final SocketOption<Integer> TCP_KEEPCNT = option("TCP_KEEPCNT", Integer.class, "2.4");

    /**
     * How many times a SYN is sent again before connect gives up, 1 to 127 (tcp(7) says 255), each after twice the time of the one
     * before: 1, 2 and 3 give up after 3, 7 and 15 seconds. Since Linux 6.5 the first four are a second apart
     * (net.ipv4.tcp_syn_linear_timeouts), more of them are sent, and the first that is due after these seconds gives up instead. On a
     * listener: how many times a SYN-ACK is. Refused on a connection ({@code IllegalStateException}).
     */
    public static final SocketOption<Integer> TCP_SYNCNT = option("TCP_SYNCNT", Integer.class, "2.4");

    /**
     * How long a closed connection waits in FIN_WAIT2 for the peer's end, whole seconds, at most 120; zero stands for
     * net.ipv4.tcp_fin_timeout, minus one second for not at all. Not to be confused with SO_LINGER.
     */
    public static final SocketOption<Duration> TCP_LINGER2 = option("TCP_LINGER2", Duration.class, "2.4");

    /**
     * Listener: accepts only once data has come, or about this long after the handshake. The kernel counts in retransmissions
     * of the SYN-ACK (1, 3, 7, 15 ... seconds, at most 255 of them, which are 29,887) and reads back the next of these. Zero is off.
     *
     * <p>Client, before connect: unless it is zero, however long it is, the acknowledgment that ends the handshake is not sent at once
     * but with the first data, or alone as a delayed one, about 200 ms later. That spares a packet where the client speaks first;
     * a server that does accepts and speaks that much later. Refused on a connection ({@code IllegalStateException}).
     */
    public static final SocketOption<Duration> TCP_DEFER_ACCEPT = option("TCP_DEFER_ACCEPT", Duration.class, "2.4");

    /**
     * The most bytes to announce as the receive window; the kernel raises what is too small. Zero takes the limit back, on a new
     * channel only.
     */
    public static final SocketOption<Integer> TCP_WINDOW_CLAMP = option("TCP_WINDOW_CLAMP", Integer.class, "2.4");

    /** The kernel's view of the connection; can only be read. The same as {@link tfo.api.socket.FastOpenConnection#tcpInfo}. */
    public static final SocketOption<TcpInfo> TCP_INFO = option("TCP_INFO", TcpInfo.class, "2.4");

    /** Acknowledges at once, or (false) when it suits. A switch and not a mode: the kernel soon decides by itself again. */
    public static final SocketOption<Boolean> TCP_QUICKACK = option("TCP_QUICKACK", Boolean.class, "2.4.4");

    /**
     * The name of the congestion control algorithm, at most 15 characters. One that is not in
     * net.ipv4.tcp_allowed_congestion_control takes CAP_NET_ADMIN.
     */
    public static final SocketOption<String> TCP_CONGESTION = option("TCP_CONGESTION", String.class, "2.6.13");

    /** Doubles no time-out of a thin stream (fewer than four segments under way) for its first six retransmissions; not with bbr. */
    public static final SocketOption<Boolean> TCP_THIN_LINEAR_TIMEOUTS =
            option("TCP_THIN_LINEAR_TIMEOUTS", Boolean.class, "2.6.34");

    /**
     * How long sent data may stay unacknowledged before the connection is dropped; milliseconds, less than 25 days. Zero stands
     * for net.ipv4.tcp_retries2.
     */
    public static final SocketOption<Duration> TCP_USER_TIMEOUT = option("TCP_USER_TIMEOUT", Duration.class, "2.6.37");

    /** Listener: how many Fast Opens may wait for their handshake to end. What is above net.core.somaxconn is cut to it. */
    public static final SocketOption<Integer> TCP_FASTOPEN = option("TCP_FASTOPEN", Integer.class, "3.7");

    /** Unsent bytes below which the socket counts as writable; zero stands for net.ipv4.tcp_notsent_lowat. */
    public static final SocketOption<Integer> TCP_NOTSENT_LOWAT = option("TCP_NOTSENT_LOWAT", Integer.class, "3.12");

    /** What the congestion control algorithm tells of the connection; can only be read. */
    public static final SocketOption<CongestionInfo> TCP_CC_INFO = option("TCP_CC_INFO", CongestionInfo.class, "4.2");

    /**
     * Listener: keeps the headers of each SYN for {@link #TCP_SAVED_SYN} of the connection that comes of it. Refused on a connection
     * ({@code IllegalStateException}).
     */
    public static final SocketOption<Boolean> TCP_SAVE_SYN = option("TCP_SAVE_SYN", Boolean.class, "4.2");

    /**
     * Accepted connection: the IP and TCP headers of its SYN. Can only be read, and only once: the kernel then forgets them.
     * Empty where there is none.
     */
    public static final SocketOption<byte[]> TCP_SAVED_SYN = option("TCP_SAVED_SYN", byte[].class, "4.2");

    /**
     * Client, before connect: {@code connect} waits for the first write and sends both together. To set it takes bit 0x1 of
     * net.ipv4.tcp_fastopen.
     */
    public static final SocketOption<Boolean> TCP_FASTOPEN_CONNECT =
            option("TCP_FASTOPEN_CONNECT", Boolean.class, "4.11");

    /**
     * Listener: the cookie key, 16 bytes, or since Linux 5.3 also 32 for a key and a backup. Treat it like a password. One that has
     * none of its own reads as the secret key of the network namespace, which net.ipv4.tcp_fastopen_key shows to root alone, and as
     * empty where there is none yet; what is empty cannot be set. Refused on a connection ({@code IllegalStateException}).
     */
    public static final SocketOption<byte[]> TCP_FASTOPEN_KEY = option("TCP_FASTOPEN_KEY", byte[].class, "4.15");

    /** Before connect or on a listener: sends or takes data in the SYN without a cookie; for closed networks, on both ends. */
    public static final SocketOption<Boolean> TCP_FASTOPEN_NO_COOKIE =
            option("TCP_FASTOPEN_NO_COOKIE", Boolean.class, "4.15");

    /** Tells each recvmsg(2), by a control message, how many bytes are left to read; for native code on the descriptor. */
    public static final SocketOption<Boolean> TCP_INQ = option("TCP_INQ", Boolean.class, "4.18");

    /** The longest time between two retransmissions, 1 to 120 seconds; milliseconds, rounded up to ticks of the kernel. */
    public static final SocketOption<Duration> TCP_RTO_MAX_MS = option("TCP_RTO_MAX_MS", Duration.class, "6.15");

    /**
     * The shortest time before a retransmission, at most 200 ms. Written in microseconds, kept in ticks of the kernel, which are 1 to 10
     * ms long and rounded up to; two of them at least.
     */
    public static final SocketOption<Duration> TCP_RTO_MIN_US = option("TCP_RTO_MIN_US", Duration.class, "6.15");

    /** The longest that an acknowledgment is delayed, at most 200 ms; in ticks of the kernel, two at least, as TCP_RTO_MIN_US. */
    public static final SocketOption<Duration> TCP_DELACK_MAX_US = option("TCP_DELACK_MAX_US", Duration.class, "6.15");

    /** Probes whether the peer of an idle connection is still there. */
    public static final SocketOption<Boolean> SO_KEEPALIVE = jdk(StandardSocketOptions.SO_KEEPALIVE, "2.0");

    /** Leaves an urgent byte where it came in the stream, to be read like any other. */
    public static final SocketOption<Boolean> SO_OOBINLINE = option("SO_OOBINLINE", Boolean.class, "2.0");

    /**
     * Bytes to keep until they are acknowledged. The kernel allots twice as much, for its own structures, no more than
     * net.core.wmem_max and no less than some thousand bytes, and cuts what is beyond; what is read is half of what it allots, as the
     * JDK has it. Setting it ends the kernel's own tuning. Its
     * order among others is of no account: it does not show in the handshake.
     */
    public static final SocketOption<Integer> SO_SNDBUF = jdk(StandardSocketOptions.SO_SNDBUF, "2.0");

    /**
     * Bytes to keep until they are read, likewise, cut to net.core.rmem_max. The handshake fixes the scale of the window: for the
     * buffer that was set before it, or, where none was, for the third number of net.ipv4.tcp_rmem, which is large. Set after
     * the handshake it has its effect up to 65,535 bytes times two to the power of that scale; set before, it also keeps later and
     * larger ones small.
     */
    public static final SocketOption<Integer> SO_RCVBUF = jdk(StandardSocketOptions.SO_RCVBUF, "2.0");

    /** Routes by the name of a network interface; empty for any. A socket that has one keeps it, but for CAP_NET_RAW. */
    public static final SocketOption<String> SO_BINDTODEVICE = option("SO_BINDTODEVICE", String.class, "3.8");

    /** Marks each packet for routing and firewall rules; takes CAP_NET_ADMIN or CAP_NET_RAW. */
    public static final SocketOption<Integer> SO_MARK = option("SO_MARK", Integer.class, "2.6.25");

    /** How long a read polls the network device before it sleeps; microseconds. Some kernels ask for CAP_NET_ADMIN. */
    public static final SocketOption<Duration> SO_BUSY_POLL = option("SO_BUSY_POLL", Duration.class, "3.11");

    /** The most bytes per second to send; {@link Long#MAX_VALUE} for no limit. 4,294,967,295 and more take Linux 5.0. */
    public static final SocketOption<Long> SO_MAX_PACING_RATE = option("SO_MAX_PACING_RATE", Long.class, "3.13");

    /** The processor that took the last packet; on a listener that shares its port, whose packets it prefers. -1 for none. */
    public static final SocketOption<Integer> SO_INCOMING_CPU = option("SO_INCOMING_CPU", Integer.class, "4.4");

    private TcpOptions() {}

    /**
     * All of them, as they stand here. What of them can be had is another question:
     * {@link tfo.api.socket.FastOpenSockets#supportedOptions}.
     */
    public static List<SocketOption<?>> all() {
        return List.copyOf(SINCE.keySet());
    }

    /**
     * The Linux that first had the option, such as {@code 4.11}; empty for one that is not among them. What of its values came later, it
     * says itself.
     */
    public static Optional<String> since(SocketOption<?> option) {
        return Optional.ofNullable(SINCE.get(Objects.requireNonNull(option, "option")));
    }

    private static <T> SocketOption<T> jdk(SocketOption<T> option, String since) {
        SINCE.put(option, since);
        return option;
    }

    private static <T> SocketOption<T> option(String name, Class<T> type, String since) {
        return jdk(new Option<>(name, type), since);
    }

    // A class and not a record: an option is the constant, as the JDK's are, and nothing that looks like it.
    private static final class Option<T> implements SocketOption<T> {
        private final String name;
        private final Class<T> type;

        Option(String name, Class<T> type) {
            this.name = name;
            this.type = type;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Class<T> type() {
            return type;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}

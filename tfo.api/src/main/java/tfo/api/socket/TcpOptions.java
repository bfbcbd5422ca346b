package tfo.api.socket;

import java.net.SocketOption;
import java.time.Duration;

/**
 * TCP options beyond {@link java.net.StandardSocketOptions} and {@code jdk.net.ExtendedSocketOptions}, by their names in tcp(7)
 * and linux/tcp.h. A value out of range is an {@link IllegalArgumentException}; an option that the system does not know is an
 * {@link UnsupportedOperationException}.
 */
public final class TcpOptions {
    private TcpOptions() {}

    /** Listener: how many Fast Opens may wait for their handshake to end. Since Linux 3.7. */
    public static final SocketOption<Integer> TCP_FASTOPEN = option("TCP_FASTOPEN", Integer.class);

    /** Client, before connect: {@code connect} waits for the first write and sends both together. Since Linux 4.11. */
    public static final SocketOption<Boolean> TCP_FASTOPEN_CONNECT = option("TCP_FASTOPEN_CONNECT", Boolean.class);

    /** Listener: the cookie key, 16 bytes, or 32 for a key and a backup. Treat it like a password. Since Linux 4.16. */
    public static final SocketOption<byte[]> TCP_FASTOPEN_KEY = option("TCP_FASTOPEN_KEY", byte[].class);

    /** Sends or takes data in the SYN without a cookie; for closed networks, and on both ends. Since Linux 4.15. */
    public static final SocketOption<Boolean> TCP_FASTOPEN_NO_COOKIE = option("TCP_FASTOPEN_NO_COOKIE", Boolean.class);

    /** The largest segment to announce and to send, in bytes of payload. Set before connect it shows in the SYN. */
    public static final SocketOption<Integer> TCP_MAXSEG = option("TCP_MAXSEG", Integer.class);

    /** Holds back segments that are not full, for 200 ms at most. Since Linux 2.2. */
    public static final SocketOption<Boolean> TCP_CORK = option("TCP_CORK", Boolean.class);

    /** How many times a SYN is sent again before connect gives up, 1 to 255. Since Linux 2.4. */
    public static final SocketOption<Integer> TCP_SYNCNT = option("TCP_SYNCNT", Integer.class);

    /** Listener: accepts only once data has come, or this long after the handshake; whole seconds. Since Linux 2.4. */
    public static final SocketOption<Duration> TCP_DEFER_ACCEPT = option("TCP_DEFER_ACCEPT", Duration.class);

    /** How long sent data may stay unacknowledged before the connection is dropped; milliseconds. Since Linux 2.6.37. */
    public static final SocketOption<Duration> TCP_USER_TIMEOUT = option("TCP_USER_TIMEOUT", Duration.class);

    /** Unsent bytes below which the socket counts as writable. Since Linux 3.12. */
    public static final SocketOption<Integer> TCP_NOTSENT_LOWAT = option("TCP_NOTSENT_LOWAT", Integer.class);

    /** The name of the congestion control algorithm, at most 15 characters. Since Linux 2.6.13. */
    public static final SocketOption<String> TCP_CONGESTION = option("TCP_CONGESTION", String.class);

    private static <T> SocketOption<T> option(String name, Class<T> type) {
        return new Option<>(name, type);
    }

    private record Option<T>(String name, Class<T> type) implements SocketOption<T> {
        @Override
        public String toString() {
            return name;
        }
    }
}

package tfo.cli.options;

import java.net.SocketOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import tfo.api.tcp.TcpOptions;

/** A value for each option that can be set, other than the one it has. */
final class Samples {
    private static final Map<SocketOption<?>, Object> VALUES = Map.ofEntries(
            Map.entry(TcpOptions.TCP_MAXSEG, 1_000),
            Map.entry(TcpOptions.TCP_KEEPIDLE, Duration.ofSeconds(77)),
            Map.entry(TcpOptions.TCP_KEEPINTVL, Duration.ofSeconds(7)),
            Map.entry(TcpOptions.TCP_KEEPCNT, 3),
            Map.entry(TcpOptions.TCP_SYNCNT, 2),
            Map.entry(TcpOptions.TCP_LINGER2, Duration.ofSeconds(9)),
            // A number of retransmissions is what the kernel keeps, and three seconds are two.
            Map.entry(TcpOptions.TCP_DEFER_ACCEPT, Duration.ofSeconds(3)),
            Map.entry(TcpOptions.TCP_WINDOW_CLAMP, 20_000),
            Map.entry(TcpOptions.TCP_USER_TIMEOUT, Duration.ofMillis(1_234)),
            Map.entry(TcpOptions.TCP_FASTOPEN, 7),
            Map.entry(TcpOptions.TCP_NOTSENT_LOWAT, 16_384),
            Map.entry(TcpOptions.TCP_RTO_MAX_MS, Duration.ofSeconds(5)),
            Map.entry(TcpOptions.TCP_RTO_MIN_US, Duration.ofMillis(100)),
            Map.entry(TcpOptions.TCP_DELACK_MAX_US, Duration.ofMillis(100)),
            Map.entry(TcpOptions.SO_SNDBUF, 20_000),
            Map.entry(TcpOptions.SO_RCVBUF, 20_000),
            Map.entry(TcpOptions.SO_BINDTODEVICE, "lo"),
            Map.entry(TcpOptions.SO_MARK, 77),
            Map.entry(TcpOptions.SO_BUSY_POLL, Duration.ofNanos(77_000)),
            Map.entry(TcpOptions.SO_MAX_PACING_RATE, 1_000_000_000L));

    private Samples() {}

    /** A value that is not this one. */
    static <T> T other(SocketOption<T> option, T current) {
        return option.type().cast(change(option, current));
    }

    private static Object change(SocketOption<?> option, Object current) {
        if (current instanceof Boolean flag) {
            return !flag;
        }
        if (current instanceof byte[]) {
            byte[] key = new byte[16];
            Arrays.fill(key, (byte) 1);
            return key;
        }
        if (option == TcpOptions.TCP_CONGESTION) {
            return current.equals("reno") ? "cubic" : "reno";
        }
        if (option == TcpOptions.SO_INCOMING_CPU) {
            return current.equals(0) ? 1 : 0;
        }
        // What can only be read is refused with whatever value.
        return VALUES.getOrDefault(option, current);
    }
}

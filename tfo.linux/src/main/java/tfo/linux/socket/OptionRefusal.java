package tfo.linux.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpState;
import tfo.linux.kernel.Errno;

/** What the kernel means by refusing an option. */
final class OptionRefusal {
    private static final String TICKS = "; it counts in ticks of 1 to 10 ms: two of them at least, 200 ms at most";

    /** What to add where the kernel does not take a value. */
    private static final Map<SocketOption<?>, String> BOUNDS = Map.of(
            TcpOptions.TCP_RTO_MIN_US, TICKS,
            TcpOptions.TCP_DELACK_MAX_US, TICKS,
            TcpOptions.TCP_RTO_MAX_MS, "; 1 to 120 seconds",
            TcpOptions.TCP_MAXSEG, "; 88 to 32,767, or 0",
            TcpOptions.TCP_CONGESTION, "; see net.ipv4.tcp_available_congestion_control",
            TcpOptions.SO_BINDTODEVICE, "; there is no such network interface");

    private static final Map<SocketOption<?>, String> CAPABILITIES = Map.of(
            TcpOptions.SO_BINDTODEVICE, "CAP_NET_RAW",
            TcpOptions.SO_MARK, "CAP_NET_ADMIN or CAP_NET_RAW",
            TcpOptions.SO_BUSY_POLL, "CAP_NET_ADMIN",
            TcpOptions.TCP_CONGESTION, "CAP_NET_ADMIN");

    private static final Set<SocketOption<?>> OF_LISTENERS =
            Set.of(TcpOptions.TCP_FASTOPEN, TcpOptions.TCP_FASTOPEN_KEY, TcpOptions.TCP_SAVE_SYN);

    private static final String EARLIER =
            "give it to ConnectRequest.option or ListenRequest.option, or set it before connect";

    private OptionRefusal() {}

    /** Whether the kernel says that it does not take the value: now, or never. */
    static boolean isOfValue(int result) {
        return Errno.EINVAL.is(result) || Errno.ENOENT.is(result) || Errno.ENODEV.is(result);
    }

    /** What there is to throw where the kernel takes the option in an earlier state, or on the other kind of channel. */
    static IllegalStateException late(SocketOption<?> option, Optional<TcpState> state) {
        if (OF_LISTENERS.contains(option)) {
            return new IllegalStateException(option.name() + " is for listeners: give it to ListenRequest.option");
        }
        if (state.equals(Optional.of(TcpState.LISTEN))) {
            return new IllegalStateException(option.name() + " is for clients, and this is a listener");
        }
        // Of requests it is the first flight that asks for it.
        String instead = option == TcpOptions.TCP_FASTOPEN_CONNECT
                ? "set it before connect, or give ConnectRequest a first flight"
                : EARLIER;
        return new IllegalStateException(option.name() + " came too late: " + instead);
    }

    /** What there is to throw where the kernel would take the option, and make nothing of it. */
    static IllegalStateException withoutEffect(SocketOption<?> option) {
        String instead = OF_LISTENERS.contains(option) ? "give it to ListenRequest.option" : EARLIER;
        return new IllegalStateException(option.name() + " has no effect on a connection: " + instead);
    }

    /** What there is to throw when this value was refused. */
    static IOException of(SocketOption<?> option, Object value, int result) {
        if (!isOfValue(result)) {
            return of(option, "setsockopt", result);
        }
        if (option == TcpOptions.TCP_WINDOW_CLAMP && value.equals(0)) {
            throw new IllegalStateException("TCP_WINDOW_CLAMP is taken back on a new channel only");
        }
        if (value instanceof byte[] key && CookieKeys.isOfBackup(result, key)) {
            throw CookieKeys.refused();
        }
        // A key is never shown.
        Object shown = value instanceof byte[] ? "these bytes" : value;
        throw new IllegalArgumentException(
                option.name() + ": the kernel does not take " + shown + BOUNDS.getOrDefault(option, ""));
    }

    /** What there is to throw when the option was refused, whatever its value. */
    static IOException of(SocketOption<?> option, String operation, int result) {
        if (Errno.ENOPROTOOPT.is(result)) {
            throw new UnsupportedOperationException("this kernel does not know the option " + option.name()
                    + TcpOptions.since(option)
                            .map(since -> ": it is there since Linux " + since + ", unless it was left out of this one")
                            .orElse(""));
        }
        if (Errno.EOPNOTSUPP.is(result)) {
            throw new UnsupportedOperationException(option.name()
                    + " is off on this system (EOPNOTSUPP): net.ipv4.tcp_fastopen lacks bit 0x1 (client)");
        }
        String capability = CAPABILITIES.get(option);
        String needs = Errno.EPERM.is(result) && capability != null ? " (takes " + capability + ")" : "";
        return Errno.during(result, operation, option.name() + needs);
    }
}

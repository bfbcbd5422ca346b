package tfo.linux.socket;

import static tfo.linux.kernel.Linux.IPPROTO_TCP;
import static tfo.linux.kernel.Linux.SOL_SOCKET;

import java.net.SocketOption;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import jdk.net.ExtendedSocketOptions;
import tfo.api.tcp.TcpOptions;
import tfo.linux.kernel.Linux;
import tfo.linux.socket.KernelOption.Access;

/** What the kernel calls the options of {@link TcpOptions}, and how it lays out their values. */
final class OptionTable {
    // The longest headers: 60 bytes of IPv4, or 40 of IPv6 and some of its extensions, and 60 of TCP.
    private static final int SYN = 256;

    private static final Duration SECOND = Duration.ofSeconds(1),
            MILLISECOND = Duration.ofMillis(1),
            MICROSECOND = Duration.ofNanos(1000);

    // Seconds. MAX_TCP_KEEPIDLE and MAX_TCP_KEEPINTVL of net/tcp.h; what is above TCP_FIN_TIMEOUT_MAX the kernel would
    // cut.
    private static final int KEEP = 32_767, LINGER2 = 120;

    private static final Map<SocketOption<?>, KernelOption<?>> OPTIONS = options();

    /** Those of which jdk.net has a constant of the same type. */
    private static final Map<SocketOption<?>, SocketOption<?>> TWINS = Map.of(
            TcpOptions.TCP_QUICKACK, ExtendedSocketOptions.TCP_QUICKACK,
            TcpOptions.TCP_KEEPCNT, ExtendedSocketOptions.TCP_KEEPCOUNT);

    private OptionTable() {}

    private static Map<SocketOption<?>, KernelOption<?>> options() {
        IdentityHashMap<SocketOption<?>, KernelOption<?>> options = new IdentityHashMap<>();
        Registrar tcp = new Registrar(options, IPPROTO_TCP);
        tcp.add(TcpOptions.TCP_NODELAY, Linux.TCP_NODELAY, ValueLayout.flag());
        tcp.add(TcpOptions.TCP_MAXSEG, Linux.TCP_MAXSEG, Access.SET_UNSHAKEN, ValueLayout.integer(0, 32_767));
        tcp.add(TcpOptions.TCP_CORK, Linux.TCP_CORK, ValueLayout.flag());
        tcp.add(TcpOptions.TCP_KEEPIDLE, Linux.TCP_KEEPIDLE, ValueLayout.time(SECOND, 1, KEEP));
        tcp.add(TcpOptions.TCP_KEEPINTVL, Linux.TCP_KEEPINTVL, ValueLayout.time(SECOND, 1, KEEP));
        tcp.add(TcpOptions.TCP_KEEPCNT, Linux.TCP_KEEPCNT, ValueLayout.integer(1, 127));
        tcp.add(TcpOptions.TCP_SYNCNT, Linux.TCP_SYNCNT, Access.SET_UNSHAKEN, ValueLayout.integer(1, 127));
        tcp.add(TcpOptions.TCP_LINGER2, Linux.TCP_LINGER2, ValueLayout.timeOrMinusOne(SECOND, LINGER2));
        tcp.add(TcpOptions.TCP_DEFER_ACCEPT, Linux.TCP_DEFER_ACCEPT, Access.SET_UNSHAKEN, ValueLayout.time(SECOND));
        tcp.add(TcpOptions.TCP_WINDOW_CLAMP, Linux.TCP_WINDOW_CLAMP, ValueLayout.integer(0, Integer.MAX_VALUE));
        tcp.add(TcpOptions.TCP_INFO, Linux.TCP_INFO, Access.READ, ValueLayout.info());
        tcp.add(TcpOptions.TCP_QUICKACK, Linux.TCP_QUICKACK, ValueLayout.flag());
        tcp.add(TcpOptions.TCP_THIN_LINEAR_TIMEOUTS, Linux.TCP_THIN_LINEAR_TIMEOUTS, ValueLayout.flag());
        tcp.add(TcpOptions.TCP_USER_TIMEOUT, Linux.TCP_USER_TIMEOUT, ValueLayout.time(MILLISECOND));
        tcp.add(
                TcpOptions.TCP_FASTOPEN,
                Linux.TCP_FASTOPEN,
                Access.SET_EARLY,
                ValueLayout.integer(0, Integer.MAX_VALUE));
        tcp.add(TcpOptions.TCP_NOTSENT_LOWAT, Linux.TCP_NOTSENT_LOWAT, ValueLayout.unsigned());
        tcp.add(TcpOptions.TCP_SAVE_SYN, Linux.TCP_SAVE_SYN, Access.SET_UNSHAKEN, ValueLayout.flag());
        tcp.add(TcpOptions.TCP_SAVED_SYN, Linux.TCP_SAVED_SYN, Access.READ_ONCE, ValueLayout.bytes(SYN));
        tcp.add(TcpOptions.TCP_FASTOPEN_CONNECT, Linux.TCP_FASTOPEN_CONNECT, Access.SET_EARLY, ValueLayout.flag());
        tcp.add(TcpOptions.TCP_FASTOPEN_KEY, Linux.TCP_FASTOPEN_KEY, Access.SET_UNSHAKEN, ValueLayout.key());
        tcp.add(TcpOptions.TCP_FASTOPEN_NO_COOKIE, Linux.TCP_FASTOPEN_NO_COOKIE, Access.SET_EARLY, ValueLayout.flag());
        tcp.add(TcpOptions.TCP_INQ, Linux.TCP_INQ, ValueLayout.flag());
        tcp.add(TcpOptions.TCP_RTO_MAX_MS, Linux.TCP_RTO_MAX_MS, ValueLayout.time(MILLISECOND));
        tcp.add(TcpOptions.TCP_RTO_MIN_US, Linux.TCP_RTO_MIN_US, ValueLayout.time(MICROSECOND));
        tcp.add(TcpOptions.TCP_DELACK_MAX_US, Linux.TCP_DELACK_MAX_US, ValueLayout.time(MICROSECOND));
        KernelOption<String> congestion = tcp.add(TcpOptions.TCP_CONGESTION, Linux.TCP_CONGESTION, ValueLayout.name(1));
        options.put(TcpOptions.TCP_CC_INFO, new CongestionOption(congestion));
        addSocketLevel(new Registrar(options, SOL_SOCKET));
        return Collections.unmodifiableMap(options);
    }

    // Those of socket(7): on a listener the JDK does not have all of its own, though accepted sockets inherit them.
    private static void addSocketLevel(Registrar socket) {
        socket.add(TcpOptions.SO_KEEPALIVE, Linux.SO_KEEPALIVE, ValueLayout.flag());
        socket.add(TcpOptions.SO_OOBINLINE, Linux.SO_OOBINLINE, ValueLayout.flag());
        socket.add(TcpOptions.SO_SNDBUF, Linux.SO_SNDBUF, ValueLayout.doubled());
        socket.add(TcpOptions.SO_RCVBUF, Linux.SO_RCVBUF, ValueLayout.doubled());
        socket.add(TcpOptions.SO_BINDTODEVICE, Linux.SO_BINDTODEVICE, ValueLayout.name(0));
        socket.add(TcpOptions.SO_MARK, Linux.SO_MARK, ValueLayout.integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
        socket.add(TcpOptions.SO_BUSY_POLL, Linux.SO_BUSY_POLL, ValueLayout.time(MICROSECOND));
        socket.add(TcpOptions.SO_MAX_PACING_RATE, Linux.SO_MAX_PACING_RATE, ValueLayout.rate());
        socket.add(TcpOptions.SO_INCOMING_CPU, Linux.SO_INCOMING_CPU, ValueLayout.integer(-1, Integer.MAX_VALUE));
    }

    static boolean has(SocketOption<?> option) {
        return OPTIONS.containsKey(option);
    }

    static boolean anyOf(Collection<SocketOption<?>> options) {
        return options.stream().anyMatch(OPTIONS::containsKey);
    }

    /** All of them. */
    static Collection<KernelOption<?>> all() {
        return OPTIONS.values();
    }

    /** Another constant of the JDK's for the option, or the option itself. */
    // A twin is of the same type.
    @SuppressWarnings("unchecked")
    static <T> SocketOption<T> twin(SocketOption<T> option) {
        return (SocketOption<T>) TWINS.getOrDefault(Objects.requireNonNull(option, "option"), option);
    }

    // Each stands under its own option.
    @SuppressWarnings("unchecked")
    static <T> KernelOption<T> of(SocketOption<T> option) {
        KernelOption<?> known = OPTIONS.get(option);
        if (known == null) {
            throw new UnsupportedOperationException("option " + option.name() + " is not supported on this channel");
        }
        return (KernelOption<T>) known;
    }

    private record Registrar(Map<SocketOption<?>, KernelOption<?>> options, int level) {
        <T> KernelOption<T> add(SocketOption<T> option, int number, ValueLayout<T> layout) {
            return add(option, number, Access.READ_AND_SET, layout);
        }

        <T> KernelOption<T> add(SocketOption<T> option, int number, Access access, ValueLayout<T> layout) {
            KernelOption<T> known = new KernelOption<>(option, level, number, access, layout);
            options.put(option, known);
            return known;
        }
    }
}

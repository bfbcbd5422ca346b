package tfo.linux.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenReport;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpState;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.QueueCalls;
import tfo.linux.kernel.SystemCalls;

/** What all connections of a provider share. */
record Platform(
        SystemCalls calls,
        QueueCalls queues,
        Descriptors descriptors,
        ChannelOptions options,
        Readiness readiness,
        PathMemory paths) {
    private static final System.Logger LOG = System.getLogger("tfo.linux");

    static Platform of(SystemCalls calls, PathMemory paths) {
        // At once, because later the process may be at its limit.
        calls.duplicates().prepare();
        Descriptors descriptors = new Descriptors(calls);
        ChannelOptions options = new ChannelOptions(calls, descriptors);
        return new Platform(calls, new QueueCalls(calls), descriptors, options, new Readiness(calls), paths);
    }

    /** Sets TCP_FASTOPEN_CONNECT; the reason why that cannot be, or empty. */
    String arm(int descriptor) {
        if (descriptor < 0) {
            return "the channel's descriptor was not found";
        }
        if (calls.handshake(descriptor).state() == TcpState.UNKNOWN) {
            // Nobody would learn how the handshake stands.
            return "getsockopt TCP_INFO is refused";
        }
        int result = calls.setOption(descriptor, Linux.IPPROTO_TCP, Linux.TCP_FASTOPEN_CONNECT, 1);
        if (result >= 0) {
            return "";
        }
        // Any error means: connect plainly. It is another kernel, a setting, or a sandbox.
        if (Errno.EOPNOTSUPP.is(result)) {
            return "net.ipv4.tcp_fastopen lacks bit 0x1 (client)";
        }
        if (Errno.ENOPROTOOPT.is(result)) {
            return "the kernel has no TCP_FASTOPEN_CONNECT (Linux 4.11)";
        }
        return "setsockopt TCP_FASTOPEN_CONNECT: " + Errno.name(result);
    }

    /** The same for a descriptor whose number may change its meaning, or none that was found. */
    String armShared(@Nullable Descriptor descriptor) throws IOException {
        if (descriptor == null) {
            return arm(Descriptors.NOT_FOUND);
        }
        try {
            return descriptor.<String, IOException>call(this::arm);
        } catch (SocketException e) {
            // No descriptor is left to guard it by.
            return String.valueOf(e.getMessage());
        }
    }

    /** Takes TCP_FASTOPEN_CONNECT back. */
    void disarm(int descriptor) {
        calls.setOption(descriptor, Linux.IPPROTO_TCP, Linux.TCP_FASTOPEN_CONNECT, 0);
    }

    /** Remembers what a connection tells of the path to its peer, and logs a fallback. */
    void learn(InetAddress peer, FastOpenReport report) {
        if (!report.acknowledged()) {
            LOG.log(System.Logger.Level.DEBUG, "connect {0}: {1}, {2}", peer, report.outcome(), report.reason());
        }
        switch (report.outcome()) {
            case ACKNOWLEDGED -> {
                paths.success(peer);
                paths.trust(peer);
            }
            case COOKIE_REQUESTED -> paths.trust(peer);
            case SYN_RETRANSMITTED -> paths.strike(peer);
            default -> {}
        }
    }

    /** Sets the options of a request on a new channel, in their order. */
    void prepare(NetworkChannel channel, int number, Map<SocketOption<?>, Object> wanted) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> each : wanted.entrySet()) {
            options.setNew(channel, number, typed(each.getKey()), each.getValue());
        }
    }

    // The request took each value together with an option of its type.
    @SuppressWarnings("unchecked")
    private static SocketOption<Object> typed(SocketOption<?> option) {
        return (SocketOption<Object>) option;
    }

    Optional<TcpInfo> tcpInfo(SocketChannel channel) throws IOException {
        Descriptor descriptor = descriptors.findShared(channel, Descriptors.NO_HINT);
        return descriptor == null ? Optional.empty() : Optional.of(descriptor.call(calls::tcpInfo));
    }
}

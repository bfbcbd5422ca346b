package tfo.fallback.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tfo.api.tcp.TcpOptions;

/** What the JDK itself can do about options; others are refused by name. */
public final class Options {
    private Options() {}

    /** The options of a request, in their order. */
    static void set(NetworkChannel channel, Map<SocketOption<?>, Object> options) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
            setOption(channel, typed(option.getKey()), option.getValue());
        }
    }

    /** See {@link tfo.api.socket.FastOpenSockets#setOption}. */
    public static <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
        setOption(new JdkOptions.OfChannel(Objects.requireNonNull(channel, "channel")), option, value);
    }

    static <T> void setOption(JdkOptions jdk, SocketOption<T> option, T value) throws IOException {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        if (jdk.supported().contains(option)) {
            jdk.set(option, value);
        } else {
            of(jdk, option).set(jdk, value);
        }
    }

    /** See {@link tfo.api.socket.FastOpenSockets#getOption}. */
    public static <T> T getOption(NetworkChannel channel, SocketOption<T> option) throws IOException {
        return getOption(new JdkOptions.OfChannel(Objects.requireNonNull(channel, "channel")), option);
    }

    static <T> T getOption(JdkOptions jdk, SocketOption<T> option) throws IOException {
        Objects.requireNonNull(option, "option");
        return jdk.supported().contains(option)
                ? jdk.get(option)
                : of(jdk, option).get(jdk);
    }

    private static <T> Equivalent<T> of(JdkOptions jdk, SocketOption<T> option) throws IOException {
        if (!jdk.ofTcp()) {
            throw new UnsupportedOperationException(option.name() + ": not a channel of TCP: " + jdk);
        }
        Equivalent<T> equivalent = Equivalent.of(jdk, option)
                .orElseThrow(() -> new UnsupportedOperationException(option.name()
                        + ": the JDK does not have this option here; on Linux the bundle tfo.linux may"
                        + TcpOptions.since(option)
                                .map(since -> ", from Linux " + since + " on")
                                .orElse("")));
        jdk.checkOpen();
        return equivalent;
    }

    /** See {@link tfo.api.socket.FastOpenSockets#supportedOptions}. */
    public static Set<SocketOption<?>> supportedOptions() {
        try (SocketChannel channel = SocketChannel.open();
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            Set<SocketOption<?>> options = new HashSet<>(supportedOptions(channel));
            options.addAll(supportedOptions(listener));
            return Set.copyOf(options);
        } catch (IOException e) {
            // No descriptor is left to ask with; nor would there be one for a channel.
            return Set.of();
        }
    }

    /** What this channel knows. */
    static Set<SocketOption<?>> supportedOptions(NetworkChannel channel) {
        return supportedOptions(new JdkOptions.OfChannel(Objects.requireNonNull(channel, "channel")));
    }

    static Set<SocketOption<?>> supportedOptions(JdkOptions jdk) {
        Set<SocketOption<?>> options = new HashSet<>(jdk.supported());
        if (jdk.ofTcp()) {
            TcpOptions.all().stream()
                    .filter(option -> Equivalent.of(jdk, option).isPresent())
                    .forEach(options::add);
        }
        return Set.copyOf(options);
    }

    // The request took each value together with an option of its type.
    @SuppressWarnings("unchecked")
    private static SocketOption<Object> typed(SocketOption<?> option) {
        return (SocketOption<Object>) option;
    }
}

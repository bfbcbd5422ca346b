package tfo.fallback.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
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
        Objects.requireNonNull(value, "value");
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        } else {
            of(channel, option).set(channel, value);
        }
    }

    /** See {@link tfo.api.socket.FastOpenSockets#getOption}. */
    public static <T> T getOption(NetworkChannel channel, SocketOption<T> option) throws IOException {
        return channel.supportedOptions().contains(option)
                ? channel.getOption(option)
                : of(channel, option).get(channel);
    }

    private static <T> Equivalent<T> of(NetworkChannel channel, SocketOption<T> option) throws IOException {
        if (!TcpChannel.isOne(channel)) {
            throw new UnsupportedOperationException(option.name() + ": not a channel of TCP: " + channel);
        }
        Equivalent<T> equivalent = Equivalent.of(channel, option)
                .orElseThrow(() -> new UnsupportedOperationException(option.name()
                        + ": java.nio does not have this option; on Linux the bundle tfo.linux may"
                        + TcpOptions.since(option)
                                .map(since -> ", from Linux " + since + " on")
                                .orElse("")));
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
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
        Set<SocketOption<?>> options = new HashSet<>(channel.supportedOptions());
        if (TcpChannel.isOne(channel)) {
            TcpOptions.all().stream()
                    .filter(option -> Equivalent.of(channel, option).isPresent())
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

package tfo.fallback.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.Map;

/** The options of a channel; others are refused by name. */
final class Options {
    private Options() {}

    static void set(NetworkChannel channel, Map<SocketOption<?>, Object> options) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
            set(channel, typed(option.getKey()), option.getValue());
        }
    }

    static <T> void set(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
        checkSupported(channel, option);
        channel.setOption(option, value);
    }

    static <T> T get(NetworkChannel channel, SocketOption<T> option) throws IOException {
        checkSupported(channel, option);
        return channel.getOption(option);
    }

    private static void checkSupported(NetworkChannel channel, SocketOption<?> option) {
        if (!channel.supportedOptions().contains(option)) {
            throw new UnsupportedOperationException(
                    option.name() + ": java.nio does not have this option; on Linux the bundle tfo.linux may");
        }
    }

    // The request took each value together with an option of its type.
    @SuppressWarnings("unchecked")
    private static SocketOption<Object> typed(SocketOption<?> option) {
        return (SocketOption<Object>) option;
    }
}

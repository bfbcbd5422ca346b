package tfo.fallback.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tfo.api.tcp.TcpOptions;

/** The JDK's own way to an option of {@link TcpOptions}. */
interface Equivalent<T> {
    T get(NetworkChannel channel) throws IOException;

    void set(NetworkChannel channel, T value) throws IOException;

    /** The way to this option on this channel, if there is one. */
    // Each way stands under an option of its type.
    @SuppressWarnings("unchecked")
    static <T> Optional<Equivalent<T>> of(NetworkChannel channel, SocketOption<T> option) {
        Function<NetworkChannel, @Nullable Equivalent<?>> way = Ways.ALL.get(option);
        return way == null ? Optional.empty() : Optional.ofNullable((Equivalent<T>) way.apply(channel));
    }

    /** The ways there are. */
    final class Ways {
        // Those of jdk.net by their names: a JDK may come without that module.
        private static final Map<SocketOption<?>, Function<NetworkChannel, @Nullable Equivalent<?>>> ALL = Map.of(
                TcpOptions.TCP_QUICKACK, channel -> same(channel, "TCP_QUICKACK"),
                TcpOptions.TCP_KEEPCNT, channel -> count(channel, "TCP_KEEPCOUNT"),
                TcpOptions.TCP_KEEPIDLE, channel -> seconds(channel, "TCP_KEEPIDLE"),
                TcpOptions.TCP_KEEPINTVL, channel -> seconds(channel, "TCP_KEEPINTERVAL"),
                TcpOptions.SO_OOBINLINE, channel -> channel instanceof SocketChannel ? new OobInline() : null);

        private Ways() {}

        private static @Nullable Equivalent<?> same(NetworkChannel channel, String name) {
            SocketOption<?> option = named(channel, name);
            return option == null ? null : new Same<>(option);
        }

        private static @Nullable Equivalent<?> count(NetworkChannel channel, String name) {
            SocketOption<Integer> option = number(channel, name);
            return option == null ? null : new Count(option);
        }

        private static @Nullable Equivalent<?> seconds(NetworkChannel channel, String name) {
            SocketOption<Integer> option = number(channel, name);
            return option == null ? null : new Seconds(option);
        }

        @SuppressWarnings("unchecked")
        private static @Nullable SocketOption<Integer> number(NetworkChannel channel, String name) {
            SocketOption<?> option = named(channel, name);
            return option == null || option.type() != Integer.class ? null : (SocketOption<Integer>) option;
        }

        private static @Nullable SocketOption<?> named(NetworkChannel channel, String name) {
            return channel.supportedOptions().stream()
                    .filter(option -> option.name().equals(name))
                    .findAny()
                    .orElse(null);
        }
    }

    /** Another constant of the same type. */
    record Same<T>(SocketOption<T> option) implements Equivalent<T> {
        @Override
        public T get(NetworkChannel channel) throws IOException {
            return channel.getOption(option);
        }

        @Override
        public void set(NetworkChannel channel, T value) throws IOException {
            channel.setOption(option, value);
        }
    }

    /** How many, 1 to 127. */
    record Count(SocketOption<Integer> option) implements Equivalent<Integer> {
        @Override
        public Integer get(NetworkChannel channel) throws IOException {
            return channel.getOption(option);
        }

        // The JDK lets the kernel say EINVAL, and that is a SocketException.
        @Override
        public void set(NetworkChannel channel, Integer value) throws IOException {
            if (value < 1 || value > Byte.MAX_VALUE) {
                throw new IllegalArgumentException(option.name() + ": " + value + " is not between 1 and 127");
            }
            channel.setOption(option, value);
        }
    }

    /** A number of seconds. */
    record Seconds(SocketOption<Integer> option) implements Equivalent<Duration> {
        @Override
        public Duration get(NetworkChannel channel) throws IOException {
            return Duration.ofSeconds(channel.getOption(option));
        }

        // Rounded up, as tfo.linux does; what the kernel does not take is an argument that is wrong.
        @Override
        public void set(NetworkChannel channel, Duration value) throws IOException {
            long seconds = value.getNano() == 0 ? value.getSeconds() : value.getSeconds() + 1;
            if (seconds < 1 || seconds > Short.MAX_VALUE) {
                throw new IllegalArgumentException(
                        option.name() + ": " + value + " is not between 1 and " + Short.MAX_VALUE + " seconds");
            }
            channel.setOption(option, (int) seconds);
        }
    }

    /** The one option that only the socket of a channel has. */
    record OobInline() implements Equivalent<Boolean> {
        @Override
        public Boolean get(NetworkChannel channel) throws IOException {
            return ((SocketChannel) channel).socket().getOOBInline();
        }

        @Override
        public void set(NetworkChannel channel, Boolean value) throws IOException {
            ((SocketChannel) channel).socket().setOOBInline(value);
        }
    }
}

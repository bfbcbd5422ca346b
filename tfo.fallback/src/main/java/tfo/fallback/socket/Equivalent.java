package tfo.fallback.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tfo.api.tcp.TcpOptions;

/** The JDK's own way to an option of {@link TcpOptions}. */
interface Equivalent<T> {
    T get(JdkOptions jdk) throws IOException;

    void set(JdkOptions jdk, T value) throws IOException;

    /** The way to this option, if there is one. */
    // Each way stands under an option of its type.
    @SuppressWarnings("unchecked")
    static <T> Optional<Equivalent<T>> of(JdkOptions jdk, SocketOption<T> option) {
        Function<JdkOptions, @Nullable Equivalent<?>> way = Ways.ALL.get(option);
        return way == null ? Optional.empty() : Optional.ofNullable((Equivalent<T>) way.apply(jdk));
    }

    /** The ways there are. */
    final class Ways {
        // Those of jdk.net by their names: a JDK may come without that module.
        private static final Map<SocketOption<?>, Function<JdkOptions, @Nullable Equivalent<?>>> ALL = Map.of(
                TcpOptions.TCP_QUICKACK, jdk -> same(jdk, "TCP_QUICKACK"),
                TcpOptions.TCP_KEEPCNT, jdk -> count(jdk, "TCP_KEEPCOUNT"),
                TcpOptions.TCP_KEEPIDLE, jdk -> seconds(jdk, "TCP_KEEPIDLE"),
                TcpOptions.TCP_KEEPINTVL, jdk -> seconds(jdk, "TCP_KEEPINTERVAL"),
                TcpOptions.SO_OOBINLINE, jdk -> jdk.socket().map(OobInline::new).orElse(null));

        private Ways() {}

        private static @Nullable Equivalent<?> same(JdkOptions jdk, String name) {
            SocketOption<?> option = named(jdk, name);
            return option == null ? null : new Same<>(option);
        }

        private static @Nullable Equivalent<?> count(JdkOptions jdk, String name) {
            SocketOption<Integer> option = number(jdk, name);
            return option == null ? null : new Count(option);
        }

        private static @Nullable Equivalent<?> seconds(JdkOptions jdk, String name) {
            SocketOption<Integer> option = number(jdk, name);
            return option == null ? null : new Seconds(option);
        }

        @SuppressWarnings("unchecked")
        private static @Nullable SocketOption<Integer> number(JdkOptions jdk, String name) {
            SocketOption<?> option = named(jdk, name);
            return option == null || option.type() != Integer.class ? null : (SocketOption<Integer>) option;
        }

        private static @Nullable SocketOption<?> named(JdkOptions jdk, String name) {
            return jdk.supported().stream()
                    .filter(option -> option.name().equals(name))
                    .findAny()
                    .orElse(null);
        }
    }

    /** Another constant of the same type. */
    record Same<T>(SocketOption<T> option) implements Equivalent<T> {
        @Override
        public T get(JdkOptions jdk) throws IOException {
            return jdk.get(option);
        }

        @Override
        public void set(JdkOptions jdk, T value) throws IOException {
            jdk.set(option, value);
        }
    }

    /** How many, 1 to 127. */
    record Count(SocketOption<Integer> option) implements Equivalent<Integer> {
        @Override
        public Integer get(JdkOptions jdk) throws IOException {
            return jdk.get(option);
        }

        // The JDK lets the kernel say EINVAL, and that is a SocketException.
        @Override
        public void set(JdkOptions jdk, Integer value) throws IOException {
            if (value < 1 || value > Byte.MAX_VALUE) {
                throw new IllegalArgumentException(option.name() + ": " + value + " is not between 1 and 127");
            }
            jdk.set(option, value);
        }
    }

    /** A number of seconds. */
    record Seconds(SocketOption<Integer> option) implements Equivalent<Duration> {
        @Override
        public Duration get(JdkOptions jdk) throws IOException {
            return Duration.ofSeconds(jdk.get(option));
        }

        // Rounded up, as tfo.linux does; what the kernel does not take is an argument that is wrong.
        @Override
        public void set(JdkOptions jdk, Duration value) throws IOException {
            long seconds = value.getNano() == 0 ? value.getSeconds() : value.getSeconds() + 1;
            if (seconds < 1 || seconds > Short.MAX_VALUE) {
                throw new IllegalArgumentException(
                        option.name() + ": " + value + " is not between 1 and " + Short.MAX_VALUE + " seconds");
            }
            jdk.set(option, (int) seconds);
        }
    }

    /** The one option that only a socket has. */
    record OobInline(Socket socket) implements Equivalent<Boolean> {
        @Override
        public Boolean get(JdkOptions jdk) throws IOException {
            return socket.getOOBInline();
        }

        @Override
        public void set(JdkOptions jdk, Boolean value) throws IOException {
            socket.setOOBInline(value);
        }
    }
}

package tfo.linux.socket;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An option is the JDK's first, under this constant or another of its own: its lock keeps the number from being given away meanwhile.
 * What it does not have, or refuses without a reason, is the kernel's.
 *
 * @param <S> whose options they are
 */
abstract class JdkOptions<S> {
    /** Those of any channel. */
    static final JdkOptions<NetworkChannel> OF_CHANNELS = new OfChannels();

    /** Those of a socket of the factory. */
    static final JdkOptions<DeferredSocket> OF_SOCKETS = new OfSockets();

    /** What the JDK knows. */
    abstract Set<SocketOption<?>> supported(S owner);

    abstract <T> T get(S owner, SocketOption<T> option) throws IOException;

    abstract <T> void set(S owner, SocketOption<T> option, T value) throws IOException;

    /** The JDK's constant for the option, where it has one. */
    final <T> @Nullable SocketOption<T> own(S owner, SocketOption<T> option) {
        SocketOption<T> candidate = OptionTable.twin(option);
        return supported(owner).contains(candidate) ? candidate : null;
    }

    /** Sets the option by the JDK; false where the kernel is to be asked. */
    final <T> boolean setOwn(S owner, SocketOption<T> option, T value) throws IOException {
        Objects.requireNonNull(value, "value");
        SocketOption<T> own = own(owner, option);
        if (own == null) {
            return false;
        }
        try {
            set(owner, own, value);
            return true;
        } catch (SocketException e) {
            // Of options of jdk.net the JDK does not say what was wrong.
            if (own == option) {
                throw e;
            }
            return false;
        }
    }

    /** What the JDK knows, and those of these that are the kernel's. */
    final Set<SocketOption<?>> and(S owner, Set<SocketOption<?>> system) {
        Set<SocketOption<?>> options = new HashSet<>(supported(owner));
        system.stream().filter(OptionTable::has).forEach(options::add);
        return options;
    }

    private static final class OfChannels extends JdkOptions<NetworkChannel> {
        @Override
        Set<SocketOption<?>> supported(NetworkChannel channel) {
            return channel.supportedOptions();
        }

        @Override
        <T> T get(NetworkChannel channel, SocketOption<T> option) throws IOException {
            return channel.getOption(option);
        }

        @Override
        <T> void set(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
            channel.setOption(option, value);
        }
    }

    private static final class OfSockets extends JdkOptions<DeferredSocket> {
        @Override
        Set<SocketOption<?>> supported(DeferredSocket socket) {
            return socket.jdkOptions();
        }

        @Override
        <T> T get(DeferredSocket socket, SocketOption<T> option) throws IOException {
            return socket.jdkOption(option);
        }

        @Override
        <T> void set(DeferredSocket socket, SocketOption<T> option, T value) throws IOException {
            socket.jdkOption(option, value);
        }
    }
}

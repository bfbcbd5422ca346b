package tfo.linux.socket;

import static java.net.StandardSocketOptions.SO_RCVBUF;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfoField;
import tfo.api.tcp.TcpOptions;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.SystemCalls;

/**
 * Options of channels that others may close at any time: the JDK's by the JDK, the rest on the descriptor, whose number is looked for
 * once.
 *
 * <p>A channel says that it is closed before its number is free for others. So what was read from the number is the channel's if that
 * is still open afterwards; and a duplicate of the number is the channel's if that is still open once the duplicate is made.
 */
final class ChannelOptions {
    /** The largest window of RFC 9293, before its scale. */
    private static final long LARGEST_UNSCALED = 65_535;

    private static final JdkOptions<NetworkChannel> JDK = JdkOptions.OF_CHANNELS;
    private static final System.Logger LOG = System.getLogger("tfo.linux");

    private final SystemCalls calls;
    private final Descriptors descriptors;
    private final Map<NetworkChannel, Integer> numbers = Collections.synchronizedMap(new WeakHashMap<>());

    /** Written once; two threads would write the same. */
    private volatile @Nullable Set<SocketOption<?>> supported;

    ChannelOptions(SystemCalls calls, Descriptors descriptors) {
        this.calls = calls;
        this.descriptors = descriptors;
    }

    /** Spares a search, where the number of a channel's descriptor is known. */
    void learn(NetworkChannel channel, int number) {
        if (number >= 0) {
            numbers.put(channel, number);
        }
    }

    <T> T get(NetworkChannel channel, SocketOption<T> option) throws IOException {
        SocketOption<T> own = JDK.own(channel, option);
        if (own != null) {
            return JDK.get(channel, own);
        }
        KernelOption<T> known = known(channel, option);
        return get(channel, number(channel, option), known);
    }

    /** Reads an option of a channel whose descriptor has this number. */
    <T> T get(NetworkChannel channel, int number, KernelOption<T> option) throws IOException {
        if (option.readOnce()) {
            return getOnce(channel, number, option);
        }
        try {
            return option.get(number, calls);
        } finally {
            checkOpen(channel);
        }
    }

    private <T> T getOnce(NetworkChannel channel, int number, KernelOption<T> option) throws IOException {
        int duplicate = duplicate(channel, number);
        try {
            return option.get(duplicate, calls);
        } finally {
            release(duplicate);
        }
    }

    <T> void set(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
        if (!JDK.setOwn(channel, option, value)) {
            KernelOption<T> known = known(channel, option);
            set(channel, number(channel, option), known, value);
        } else if (mayBeBounded(option)) {
            logIfBounded(channel, () -> number(channel, option));
        }
    }

    /** Whether the handshake has a say in the option, and somebody listens to what it says. */
    static boolean mayBeBounded(SocketOption<?> option) {
        return option == SO_RCVBUF && LOG.isLoggable(Level.DEBUG);
    }

    // The handshake made the scale for the buffer, or without one for the third number of net.ipv4.tcp_rmem.
    void logIfBounded(NetworkChannel channel, DescriptorNumber number) {
        if (!(channel instanceof SocketChannel socket) || !socket.isConnected()) {
            return;
        }
        try {
            TcpInfo info = get(channel, number.get(), OptionTable.of(TcpOptions.TCP_INFO));
            long largest = LARGEST_UNSCALED << info.get(TcpInfoField.RCV_WSCALE).orElse(0);
            // What came of it: net.core.rmem_max bounds what was asked for.
            int size = channel.getOption(SO_RCVBUF);
            if (size > largest) {
                LOG.log(Level.DEBUG, "SO_RCVBUF {0} came after the handshake, whose scale ends at {1}", size, largest);
            }
        } catch (IOException e) {
            LOG.log(
                    Level.DEBUG,
                    "SO_RCVBUF was set; whether the window''s scale bounds it is unknown: {0}",
                    e.toString());
        }
    }

    /** The number of a descriptor, which may have to be looked for. */
    interface DescriptorNumber {
        int get() throws IOException;
    }

    static <T> KernelOption<T> known(NetworkChannel channel, SocketOption<T> option) {
        if (!TcpChannel.isOne(channel)) {
            throw new UnsupportedOperationException(option.name() + ": not a channel of TCP: " + channel);
        }
        return OptionTable.of(option);
    }

    /** Sets an option of a channel that was just opened, whose descriptor has this number, or none that was found. */
    <T> void setNew(NetworkChannel channel, int number, SocketOption<T> option, T value) throws IOException {
        if (!JDK.setOwn(channel, option, value)) {
            OptionTable.of(option).set(checked(number, option), calls, value);
        }
    }

    /** Sets an option of a channel whose descriptor has this number. */
    <T> void set(NetworkChannel channel, int number, KernelOption<T> option, T value) throws IOException {
        int duplicate = duplicate(channel, number);
        try {
            option.set(duplicate, calls, value);
        } finally {
            release(duplicate);
        }
    }

    /** A descriptor of the channel's socket that no close of the channel takes away. */
    private int duplicate(NetworkChannel channel, int number) throws IOException {
        int duplicate = calls.duplicates().of(number);
        if (!channel.isOpen()) {
            release(duplicate);
            throw new ClosedChannelException();
        }
        if (duplicate < 0) {
            throw Errno.during(duplicate, "fcntl F_DUPFD_CLOEXEC", channel);
        }
        return duplicate;
    }

    private void release(int duplicate) {
        if (duplicate >= 0) {
            calls.duplicates().release(duplicate);
        }
    }

    private static void checkOpen(NetworkChannel channel) throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private int number(NetworkChannel channel, SocketOption<?> option) throws IOException {
        checkOpen(channel);
        Integer known = numbers.get(channel);
        if (known != null) {
            return known;
        }
        int found = checked(descriptors.locate(channel), option);
        learn(channel, found);
        return found;
    }

    private static int checked(int number, SocketOption<?> option) throws IOException {
        if (number < 0 && OptionTable.has(option)) {
            throw new IOException(option.name() + ": the channel's descriptor was not found");
        }
        return number;
    }

    /** What this channel knows. */
    Set<SocketOption<?>> supportedOn(NetworkChannel channel) {
        return Set.copyOf(JDK.and(channel, TcpChannel.isOne(channel) ? supported() : Set.of()));
    }

    /** What a channel of one kind or the other knows: the JDK's options, and those of the kernel. */
    Set<SocketOption<?>> supported() {
        Set<SocketOption<?>> known = supported;
        try {
            return known == null ? probe() : known;
        } catch (IOException e) {
            // No descriptor is left to ask with; nor would there be one for a channel.
            return Set.of();
        }
    }

    private Set<SocketOption<?>> probe() throws IOException {
        int hint = descriptors.hint();
        try (SocketChannel channel = SocketChannel.open();
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            Set<SocketOption<?>> options = new HashSet<>(channel.supportedOptions());
            options.addAll(listener.supportedOptions());
            int number = descriptors.findNew(channel, hint);
            for (KernelOption<?> option : OptionTable.all()) {
                if (number >= 0 && option.known(number, calls)) {
                    options.add(option.option());
                }
            }
            Set<SocketOption<?>> all = Set.copyOf(options);
            supported = all;
            return all;
        }
    }
}

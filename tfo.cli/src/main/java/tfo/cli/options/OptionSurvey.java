package tfo.cli.options;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpOptions;
import tfo.cli.options.OptionRow.Verdict;

/** Tries every option in every state, on sockets of its own, over loopback. */
public final class OptionSurvey {
    // What a connection reads of these is its own doing, and tells nothing of what it inherited.
    private static final Set<SocketOption<?>> OWN_DOING =
            Set.of(TcpOptions.TCP_MAXSEG, TcpOptions.TCP_QUICKACK, TcpOptions.SO_INCOMING_CPU);

    private final FastOpenSockets sockets;

    /** Asks this provider. */
    public OptionSurvey(FastOpenSockets sockets) {
        this.sockets = sockets;
    }

    /**
     * Tries them all.
     *
     * @throws IOException if there are no sockets to be had
     */
    public OptionReport report() throws IOException {
        String kernel = System.getProperty("os.name") + " " + System.getProperty("os.version");
        return new OptionReport(kernel, sockets.name(), rows());
    }

    /**
     * One row for each of {@link TcpOptions#all()}.
     *
     * @throws IOException if there are no sockets to be had
     */
    List<OptionRow> rows() throws IOException {
        List<OptionRow> rows = new ArrayList<>();
        for (SocketOption<?> option : TcpOptions.all()) {
            rows.add(row(option));
        }
        return List.copyOf(rows);
    }

    private <T> OptionRow row(SocketOption<T> option) throws IOException {
        try (SocketChannel fresh = SocketChannel.open();
                ServerSocketChannel listener = listener();
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel accepted = listener.accept()) {
            Verdict set = set(fresh, option);
            return new OptionRow(
                    option.name(),
                    type(option),
                    TcpOptions.since(option).orElse(""),
                    anyReads(option, List.of(fresh, listener, accepted)),
                    set,
                    set(listener, option),
                    set(client, option),
                    inherited(option, accepted));
        }
    }

    private static ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static String type(SocketOption<?> option) {
        return option.type().getSimpleName();
    }

    private Verdict anyReads(SocketOption<?> option, List<NetworkChannel> channels) throws IOException {
        for (NetworkChannel channel : channels) {
            if (reads(channel, option)) {
                return Verdict.YES;
            }
        }
        return Verdict.ABSENT;
    }

    private boolean reads(NetworkChannel channel, SocketOption<?> option) throws IOException {
        try {
            sockets.getOption(channel, option);
            return true;
        } catch (UnsupportedOperationException e) {
            // Perhaps another kind of channel has it.
            return false;
        }
    }

    private <T> Verdict set(NetworkChannel channel, SocketOption<T> option) throws IOException {
        if (!reads(channel, option)) {
            return Verdict.ABSENT;
        }
        try {
            T value = Samples.other(option, sockets.getOption(channel, option));
            sockets.setOption(channel, option, value);
            // That the kernel says nothing against it does not mean that it does anything.
            boolean kept = Objects.deepEquals(value, sockets.getOption(channel, option));
            return kept ? Verdict.YES : Verdict.NO_EFFECT;
        } catch (UnsupportedOperationException e) {
            return says(e, "can only be read") ? Verdict.READ_ONLY : Verdict.ABSENT;
        } catch (IllegalStateException e) {
            return says(e, "no effect") ? Verdict.NO_EFFECT : Verdict.TOO_LATE;
        } catch (IllegalArgumentException e) {
            return Verdict.NONE;
        } catch (SocketException e) {
            if (says(e, "EPERM")) {
                return Verdict.PRIVILEGED;
            }
            throw e;
        }
    }

    private static boolean says(Exception refusal, String words) {
        return String.valueOf(refusal.getMessage()).contains(words);
    }

    /** Compares a connection of a listener that was given a value with one of a listener that was not. */
    private <T> Verdict inherited(SocketOption<T> option, SocketChannel usual) throws IOException {
        try (ServerSocketChannel listener = listener()) {
            if (OWN_DOING.contains(option) || set(listener, option) != Verdict.YES) {
                return Verdict.NONE;
            }
            T given = sockets.getOption(listener, option);
            try (SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
                // A listener that waits for data has nothing to accept before.
                client.write(ByteBuffer.allocate(1));
                try (SocketChannel accepted = listener.accept()) {
                    T value = sockets.getOption(accepted, option);
                    boolean same = Objects.deepEquals(value, given);
                    return same && !Objects.deepEquals(value, sockets.getOption(usual, option))
                            ? Verdict.YES
                            : Verdict.NO;
                }
            } catch (UnsupportedOperationException e) {
                return Verdict.NO;
            }
        }
    }
}

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
     * One row for each of {@link TcpOptions#all()}.
     *
     * @throws IOException if there are no sockets to be had
     */
    public List<OptionRow> rows() throws IOException {
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
            try {
                sockets.getOption(channel, option);
                return Verdict.YES;
            } catch (UnsupportedOperationException e) {
                // Perhaps another kind of channel has it.
            }
        }
        return Verdict.NO;
    }

    private <T> Verdict set(NetworkChannel channel, SocketOption<T> option) throws IOException {
        try {
            T value = Samples.other(option, sockets.getOption(channel, option));
            sockets.setOption(channel, option, value);
            // That the kernel says nothing against it does not mean that it does anything.
            boolean kept = Objects.deepEquals(value, sockets.getOption(channel, option));
            return kept ? Verdict.YES : Verdict.NO;
        } catch (UnsupportedOperationException | IllegalStateException e) {
            return Verdict.NO;
        } catch (IllegalArgumentException e) {
            return Verdict.NONE;
        } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).contains("EPERM")) {
                return Verdict.PRIVILEGED;
            }
            throw e;
        }
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

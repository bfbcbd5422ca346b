package tfo.fallback.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.TcpInfo;

/**
 * A channel and the report that Fast Open was not tried on it.
 *
 * @param channel the JDK's
 * @param report that it was not
 * @param accepted whether the peer began it
 * @param begin when that was, by System.nanoTime()
 */
record PortableConnection(SocketChannel channel, FastOpenReport report, boolean accepted, long begin)
        implements FastOpenConnection {

    @Override
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public Optional<TcpInfo> tcpInfo() throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        return Optional.empty();
    }

    @Override
    public SocketQueues queues() throws ClosedChannelException {
        return PortableQueues.of(channel);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Options.supportedOptions(channel);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return Options.getOption(channel, option);
    }

    @Override
    public <T> FastOpenConnection setOption(SocketOption<T> option, T value) throws IOException {
        Options.setOption(channel, option, value);
        return this;
    }

    @Override
    public OptionalInt descriptor() {
        return OptionalInt.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

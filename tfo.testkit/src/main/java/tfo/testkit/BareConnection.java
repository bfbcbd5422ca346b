package tfo.testkit;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.TcpInfo;

/** What a provider that does not wait would return: a channel of which nobody knows whether it will ever be connected. */
record BareConnection(SocketChannel channel) implements FastOpenConnection {

    @Override
    public FastOpenReport report() {
        return FastOpenReport.notTried("nobody knows", 0);
    }

    @Override
    public boolean accepted() {
        return false;
    }

    @Override
    public Duration age() {
        return Duration.ZERO;
    }

    @Override
    public Optional<TcpInfo> tcpInfo() {
        return Optional.empty();
    }

    @Override
    public SocketQueues queues() {
        throw new UnsupportedOperationException("a bare channel");
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    public <T> FastOpenConnection setOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
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

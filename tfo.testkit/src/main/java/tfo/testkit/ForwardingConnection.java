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

/** A connection that hands everything on to a real one. */
class ForwardingConnection implements FastOpenConnection {
    final FastOpenConnection real;

    ForwardingConnection(FastOpenConnection real) {
        this.real = real;
    }

    @Override
    public SocketChannel channel() {
        return real.channel();
    }

    @Override
    public FastOpenReport report() {
        return real.report();
    }

    @Override
    public boolean accepted() {
        return real.accepted();
    }

    @Override
    public Duration age() {
        return real.age();
    }

    @Override
    public Optional<TcpInfo> tcpInfo() throws IOException {
        return real.tcpInfo();
    }

    @Override
    public SocketQueues queues() throws IOException {
        return real.queues();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return real.supportedOptions();
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return real.getOption(option);
    }

    @Override
    public <T> FastOpenConnection setOption(SocketOption<T> option, T value) throws IOException {
        real.setOption(option, value);
        return this;
    }

    @Override
    public OptionalInt descriptor() {
        return real.descriptor();
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}

package tfo.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import tfo.api.Availability;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;

/** A listener that hands everything on to a real one. */
class ForwardingListener implements FastOpenListener {
    final FastOpenListener real;

    ForwardingListener(FastOpenListener real) {
        this.real = real;
    }

    @Override
    public ServerSocketChannel channel() {
        return real.channel();
    }

    @Override
    public FastOpenConnection accept() throws IOException {
        return real.accept();
    }

    @Override
    public FastOpenConnection accept(Duration timeout) throws IOException {
        return real.accept(timeout);
    }

    @Override
    public FastOpenConnection adopt(SocketChannel accepted) {
        return real.adopt(accepted);
    }

    @Override
    public InetSocketAddress localAddress() {
        return real.localAddress();
    }

    @Override
    public Availability fastOpen() {
        return real.fastOpen();
    }

    @Override
    public Availability fastOpenKey(byte[] key) throws IOException {
        return real.fastOpenKey(key);
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
    public <T> FastOpenListener setOption(SocketOption<T> option, T value) throws IOException {
        real.setOption(option, value);
        return this;
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}

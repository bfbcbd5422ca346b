package tfo.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.SocketFactory;
import tfo.api.Availability;
import tfo.api.socket.AvoidedPath;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.FirstSpeaker;
import tfo.api.socket.ListenRequest;
import tfo.api.socket.PendingConnection;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpCounters;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpSystemSettings;

/** A provider that hands everything on to a real one; a mutant overrides one thing. */
class ForwardingSockets implements FastOpenSockets {
    final FastOpenSockets real;

    ForwardingSockets(FastOpenSockets real) {
        this.real = real;
    }

    @Override
    public FastOpenConnection connect(ConnectRequest request) throws IOException {
        return new ForwardingConnection(real.connect(request));
    }

    @Override
    public PendingConnection start(ConnectRequest request) throws IOException {
        return new ForwardingPending(real.start(request));
    }

    @Override
    public FastOpenListener listen(ListenRequest request) throws IOException {
        return new ForwardingListener(real.listen(request));
    }

    @Override
    public SocketFactory socketFactory(FirstSpeaker speaker) {
        SocketFactory factory = real.socketFactory(speaker);
        return new ForwardingFactory() {
            @Override
            public Socket createSocket() throws IOException {
                return wrap(factory.createSocket());
            }
        };
    }

    /** What the factory gives for a socket of the real one. */
    ForwardingSocket wrap(Socket socket) {
        return new ForwardingSocket(socket);
    }

    @Override
    public FastOpenReport report(Socket socket) {
        return real.report(socket instanceof ForwardingSocket wrapped ? wrapped.real : socket);
    }

    @Override
    public Availability arm(SocketChannel channel) throws IOException {
        return real.arm(channel);
    }

    @Override
    public Optional<TcpInfo> tcpInfo(SocketChannel channel) throws IOException {
        return real.tcpInfo(channel);
    }

    @Override
    public Optional<TcpInfo> tcpInfo(Socket socket) throws IOException {
        return real.tcpInfo(socket instanceof ForwardingSocket wrapped ? wrapped.real : socket);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return real.supportedOptions();
    }

    @Override
    public <T> T getOption(NetworkChannel channel, SocketOption<T> option) throws IOException {
        return real.getOption(channel, option);
    }

    @Override
    public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
        real.setOption(channel, option, value);
    }

    @Override
    public SocketQueues queues(NetworkChannel channel) throws IOException {
        return real.queues(channel);
    }

    @Override
    public SocketQueues queues(Socket socket) throws IOException {
        return real.queues(socket instanceof ForwardingSocket wrapped ? wrapped.real : socket);
    }

    @Override
    public FastOpenSettings settings() {
        return real.settings();
    }

    @Override
    public FastOpenCounters counters() {
        return real.counters();
    }

    @Override
    public TcpSystemSettings systemSettings() {
        return real.systemSettings();
    }

    @Override
    public TcpCounters tcpCounters() {
        return real.tcpCounters();
    }

    @Override
    public List<AvoidedPath> avoidedPaths() {
        return real.avoidedPaths();
    }

    @Override
    public void forgetAvoidedPaths() {
        real.forgetAvoidedPaths();
    }

    @Override
    public Availability availability() {
        return real.availability();
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public int ranking() {
        return real.ranking();
    }

    /** Makes the other sockets out of unconnected ones. */
    abstract static class ForwardingFactory extends SocketFactory {
        @Override
        public abstract Socket createSocket() throws IOException;

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(0));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(0));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
        }

        private Socket connected(InetSocketAddress remote, InetSocketAddress local) throws IOException {
            Socket socket = createSocket();
            try {
                socket.bind(local);
                socket.connect(remote);
                return socket;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        }
    }
}

package tfo.fallback;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.SocketFactory;
import org.osgi.service.component.annotations.Component;
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
import tfo.fallback.socket.Options;
import tfo.fallback.socket.PortableQueues;
import tfo.fallback.socket.PortableSocketFactory;
import tfo.fallback.socket.PortableSockets;

/**
 * Connects first and writes then, by java.nio alone: usable wherever a JDK runs. It never tries Fast Open and says so in every
 * report.
 */
@Component(
        service = FastOpenSockets.class,
        property = {"service.ranking:Integer=" + FallbackSockets.RANKING, "tfo.provider=" + FallbackSockets.NAME})
public final class FallbackSockets implements FastOpenSockets {
    static final String NAME = "fallback";
    static final int RANKING = -1000;

    /** Made by the service registry and by {@link java.util.ServiceLoader}. */
    public FallbackSockets() {}

    @Override
    public FastOpenConnection connect(ConnectRequest request) throws IOException {
        return PortableSockets.connect(request);
    }

    @Override
    public PendingConnection start(ConnectRequest request) throws IOException {
        return PortableSockets.start(request);
    }

    @Override
    public FastOpenListener listen(ListenRequest request) throws IOException {
        return PortableSockets.listen(request);
    }

    /** Sockets that are the JDK's but for the names of options: who speaks first makes no difference to them. */
    @Override
    public SocketFactory socketFactory(FirstSpeaker speaker) {
        Objects.requireNonNull(speaker, "speaker");
        return new PortableSocketFactory();
    }

    @Override
    public FastOpenReport report(Socket socket) {
        Objects.requireNonNull(socket, "socket");
        return FastOpenReport.notTried(PortableSockets.NO_FAST_OPEN, 0);
    }

    @Override
    public Availability arm(SocketChannel channel) throws IOException {
        checkOpen(channel);
        if (channel.isConnected()) {
            throw new AlreadyConnectedException();
        }
        if (channel.isConnectionPending()) {
            throw new ConnectionPendingException();
        }
        return Availability.missing(PortableSockets.NO_FAST_OPEN);
    }

    @Override
    public Optional<TcpInfo> tcpInfo(SocketChannel channel) throws IOException {
        checkOpen(channel);
        return Optional.empty();
    }

    @Override
    public Optional<TcpInfo> tcpInfo(Socket socket) throws IOException {
        SocketChannel channel = socket.getChannel();
        if (channel != null) {
            checkOpen(channel);
        } else if (socket.isClosed()) {
            throw new SocketException("Socket is closed");
        }
        return Optional.empty();
    }

    private static void checkOpen(SocketChannel channel) throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Options.supportedOptions();
    }

    @Override
    public <T> T getOption(NetworkChannel channel, SocketOption<T> option) throws IOException {
        return Options.getOption(channel, option);
    }

    @Override
    public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
        Options.setOption(channel, option, value);
    }

    @Override
    public SocketQueues queues(NetworkChannel channel) throws IOException {
        return PortableQueues.of(channel);
    }

    @Override
    public SocketQueues queues(Socket socket) throws IOException {
        return PortableQueues.of(socket);
    }

    @Override
    public FastOpenSettings settings() {
        return FastOpenSettings.NONE;
    }

    @Override
    public FastOpenCounters counters() {
        return FastOpenCounters.NONE;
    }

    @Override
    public TcpSystemSettings systemSettings() {
        return TcpSystemSettings.missing("the portable provider asks no kernel");
    }

    @Override
    public TcpCounters tcpCounters() {
        return TcpCounters.NONE;
    }

    @Override
    public List<AvoidedPath> avoidedPaths() {
        return List.of();
    }

    @Override
    public void forgetAvoidedPaths() {
        // Fast Open is never tried: there is no path to avoid, hence none to forget.
    }

    @Override
    public Availability availability() {
        return Availability.ready();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int ranking() {
        return RANKING;
    }
}

package tfo.linux.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.SocketFactory;
import tfo.api.Availability;
import tfo.api.socket.AvoidedPath;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FirstSpeaker;
import tfo.api.socket.ListenRequest;
import tfo.api.socket.PendingConnection;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.TcpInfo;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Libc;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

/** Connections, listeners and sockets by one C library; the door of this room. */
public final class LinuxPlatform {
    private final Platform platform;

    /** Works by this library, and avoids what this memory says. */
    public LinuxPlatform(Libc libc, PathMemory paths) {
        platform = Platform.of(new SystemCalls(libc), paths);
    }

    /** Whether a call into the library works, now that it is loaded. */
    public Availability availability() {
        int flags = platform.calls().libc().fcntl(-1, Linux.F_GETFL, 0);
        return Errno.EBADF.is(flags)
                ? Availability.ready()
                : Availability.missing("fcntl(-1) did not say EBADF: the C library is not what it should be");
    }

    /** Gives back what is kept for later calls; those that come all the same get it anew. */
    public void release() {
        platform.calls().duplicates().close();
    }

    /** See {@link tfo.api.socket.FastOpenSockets#connect}. */
    public FastOpenConnection connect(ConnectRequest request) throws IOException {
        return LinuxPendingConnection.connect(request, platform);
    }

    /** See {@link tfo.api.socket.FastOpenSockets#start}. */
    public PendingConnection start(ConnectRequest request) throws IOException {
        return LinuxPendingConnection.start(request, platform);
    }

    /** See {@link tfo.api.socket.FastOpenSockets#listen}. */
    public FastOpenListener listen(ListenRequest request) throws IOException {
        return LinuxListener.listen(request, platform);
    }

    /** See {@link tfo.api.socket.FastOpenSockets#socketFactory(FirstSpeaker)}. */
    public SocketFactory socketFactory(FirstSpeaker speaker) {
        return new DeferredSocketFactory(platform, Objects.requireNonNull(speaker, "speaker"));
    }

    /** See {@link tfo.api.socket.FastOpenSockets#report}. */
    public FastOpenReport report(Socket socket) {
        return Objects.requireNonNull(socket, "socket") instanceof DeferredSocket deferred
                ? deferred.report()
                : FastOpenReport.notTried("the socket is not of this provider's factory", 0);
    }

    /** See {@link tfo.api.socket.FastOpenSockets#arm}. */
    public Availability arm(SocketChannel channel) throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (channel.isConnected()) {
            throw new AlreadyConnectedException();
        }
        if (channel.isConnectionPending()) {
            throw new ConnectionPendingException();
        }
        if (!TcpChannel.isOne(channel)) {
            return Availability.missing("not a channel of TCP: " + channel);
        }
        Descriptor descriptor = platform.descriptors().findShared(channel, Descriptors.NO_HINT);
        String reason = platform.armShared(descriptor);
        return reason.isEmpty() ? Availability.ready() : Availability.missing(reason);
    }

    /** See {@link tfo.api.socket.FastOpenSockets#tcpInfo(SocketChannel)}. */
    public Optional<TcpInfo> tcpInfo(SocketChannel channel) throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        return TcpChannel.isOne(channel) ? platform.tcpInfo(channel) : Optional.empty();
    }

    /** See {@link tfo.api.socket.FastOpenSockets#tcpInfo(Socket)}. */
    public Optional<TcpInfo> tcpInfo(Socket socket) throws IOException {
        SocketChannel channel = socket.getChannel();
        if (channel != null) {
            return platform.tcpInfo(channel);
        }
        return socket instanceof DeferredSocket deferred ? deferred.tcpInfo() : Optional.empty();
    }

    /** See {@link tfo.api.socket.FastOpenSockets#supportedOptions}. */
    public Set<SocketOption<?>> supportedOptions() {
        return platform.options().supported();
    }

    /** See {@link tfo.api.socket.FastOpenSockets#getOption}. */
    public <T> T getOption(NetworkChannel channel, SocketOption<T> option) throws IOException {
        return platform.options().get(Objects.requireNonNull(channel, "channel"), option);
    }

    /** See {@link tfo.api.socket.FastOpenSockets#setOption}. */
    public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
        platform.options().set(Objects.requireNonNull(channel, "channel"), option, value);
    }

    /** See {@link tfo.api.socket.FastOpenSockets#queues(NetworkChannel)}. */
    public SocketQueues queues(NetworkChannel channel) throws IOException {
        boolean known = Objects.requireNonNull(channel, "channel") instanceof SocketChannel
                || channel instanceof ServerSocketChannel;
        if (!known || !TcpChannel.isOne(channel)) {
            throw new IllegalArgumentException("not a SocketChannel or ServerSocketChannel of TCP: " + channel);
        }
        return LinuxQueues.of(channel, platform);
    }

    /** See {@link tfo.api.socket.FastOpenSockets#queues(Socket)}. */
    public SocketQueues queues(Socket socket) throws IOException {
        SocketChannel channel = socket.getChannel();
        if (channel != null) {
            return queues(channel);
        }
        if (socket instanceof DeferredSocket deferred) {
            return deferred.queues();
        }
        throw new IllegalArgumentException("neither of this provider's factory nor of a channel: " + socket);
    }

    /** See {@link tfo.api.socket.FastOpenSockets#avoidedPaths}. */
    public List<AvoidedPath> avoidedPaths() {
        return platform.paths().list();
    }

    /** See {@link tfo.api.socket.FastOpenSockets#forgetAvoidedPaths}. */
    public void forgetAvoidedPaths() {
        platform.paths().clear();
    }
}

package tfo.linux.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FirstSpeaker;

/** Makes {@link DeferredSocket}s. */
final class DeferredSocketFactory extends SocketFactory {
    private final Platform platform;
    private final FirstSpeaker speaker;

    DeferredSocketFactory(Platform platform, FirstSpeaker speaker) {
        this.platform = platform;
        this.speaker = speaker;
    }

    @Override
    public Socket createSocket() {
        return new DeferredSocket(platform, speaker);
    }

    @Override
    public Socket createSocket(@Nullable String host, int port) throws IOException {
        return connected(address(host, port), null);
    }

    @Override
    public Socket createSocket(@Nullable String host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        return connected(address(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(address(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        return connected(address(host, port), new InetSocketAddress(localHost, localPort));
    }

    // No name is the loopback address's.
    private static InetSocketAddress address(@Nullable String host, int port) throws UnknownHostException {
        return host == null ? address(InetAddress.getByName(null), port) : new InetSocketAddress(host, port);
    }

    private static InetSocketAddress address(InetAddress host, int port) {
        return new InetSocketAddress(Objects.requireNonNull(host, "host"), port);
    }

    private Socket connected(SocketAddress remote, @Nullable SocketAddress local) throws IOException {
        Socket socket = createSocket();
        try {
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(remote);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}

package tfo.linux.socket;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.util.Set;
import tfo.api.tcp.TcpOptions;

/** The options of a {@link DeferredSocket}: the JDK's by the JDK, the rest on the descriptor. */
final class SocketOptions {
    private static final JdkOptions<DeferredSocket> JDK = JdkOptions.OF_SOCKETS;

    private final Platform platform;
    private final DeferredSocket socket;
    private final SocketDescriptor descriptor;

    SocketOptions(Platform platform, DeferredSocket socket, SocketDescriptor descriptor) {
        this.platform = platform;
        this.socket = socket;
        this.descriptor = descriptor;
    }

    Set<SocketOption<?>> supported() {
        Set<SocketOption<?>> options = JDK.and(socket, platform.options().supported());
        options.remove(TcpOptions.TCP_FASTOPEN_CONNECT);
        return Set.copyOf(options);
    }

    <T> T get(SocketOption<T> option) throws IOException {
        checkOpen();
        SocketOption<T> own = JDK.own(socket, option);
        if (own != null) {
            return JDK.get(socket, own);
        }
        KernelOption<T> known = known(option);
        return descriptor.<T>call(option.name(), number -> known.get(number, platform.calls()));
    }

    <T> void set(SocketOption<T> option, T value) throws IOException {
        checkOpen();
        if (!JDK.setOwn(socket, option, value)) {
            KernelOption<T> known = known(option);
            descriptor.<Boolean>call(option.name(), number -> {
                known.set(number, platform.calls(), value);
                return true;
            });
        }
    }

    // To ask JDK 17 what it knows would open a socket that was closed before it was used.
    private void checkOpen() throws SocketException {
        if (socket.isClosed()) {
            throw new SocketException("Socket is closed");
        }
    }

    private static <T> KernelOption<T> known(SocketOption<T> option) {
        if (option == TcpOptions.TCP_FASTOPEN_CONNECT) {
            throw new UnsupportedOperationException(option.name() + " is this socket's own to set");
        }
        return OptionTable.of(option);
    }
}

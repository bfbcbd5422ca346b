package tfo.fallback.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The JDK's own socket, which knows the JDK's options by their names in {@link tfo.api.tcp.TcpOptions}, too. */
final class PortableSocket extends Socket {
    private final JdkOptions jdk = new Jdk();

    // isClosed() of JDK 17 comes too late for whoever wonders at a failure.
    private volatile boolean closing;

    PortableSocket() {}

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Options.supportedOptions(jdk);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        jdk.checkOpen();
        return Options.getOption(jdk, Objects.requireNonNull(option, "option"));
    }

    @Override
    public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
        jdk.checkOpen();
        Options.setOption(jdk, Objects.requireNonNull(option, "option"), value);
        return this;
    }

    /** Whether nobody has begun to close it. */
    boolean isOpen() {
        return !closing && !isClosed();
    }

    // Not synchronized, as in newer JDKs, which have a lock of their own for it.
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void close() throws IOException {
        closing = true;
        super.close();
    }

    private final class Jdk implements JdkOptions {
        @Override
        public Set<SocketOption<?>> supported() {
            return PortableSocket.super.supportedOptions();
        }

        @Override
        public <T> T get(SocketOption<T> option) throws IOException {
            return PortableSocket.super.getOption(option);
        }

        @Override
        public <T> void set(SocketOption<T> option, T value) throws IOException {
            PortableSocket.super.setOption(option, value);
        }

        @Override
        public Optional<Socket> socket() {
            return Optional.of(PortableSocket.this);
        }

        @Override
        public boolean ofTcp() {
            return true;
        }

        @Override
        public void checkOpen() throws SocketException {
            if (!isOpen()) {
                throw new SocketException("Socket is closed");
            }
        }
    }
}

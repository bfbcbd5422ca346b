package tfo.linux.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose queues they are, as the JDK sees it. */
sealed interface QueueOwner {
    boolean isOpen();

    /** The connection, which may not be made yet; empty for a listener. */
    Optional<Socket> connection();

    @Nullable
    SocketAddress localAddress() throws IOException;

    /** A channel, of a connection or of a listener. */
    record OfChannel(NetworkChannel channel) implements QueueOwner {
        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public Optional<Socket> connection() {
            return channel instanceof SocketChannel connection ? Optional.of(connection.socket()) : Optional.empty();
        }

        @Override
        public @Nullable SocketAddress localAddress() throws IOException {
            return channel.getLocalAddress();
        }

        @Override
        public String toString() {
            return channel.toString();
        }
    }

    /** A socket of the factory. */
    record OfSocket(DeferredSocket socket) implements QueueOwner {
        @Override
        public boolean isOpen() {
            return socket.isOpen();
        }

        @Override
        public Optional<Socket> connection() {
            return Optional.of(socket);
        }

        @Override
        public @Nullable SocketAddress localAddress() {
            return socket.getLocalSocketAddress();
        }

        @Override
        public String toString() {
            return socket.toString();
        }
    }
}

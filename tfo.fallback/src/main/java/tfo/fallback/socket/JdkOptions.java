package tfo.fallback.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;

/** Options as the JDK has them, of one channel or of one socket. */
interface JdkOptions {
    Set<SocketOption<?>> supported();

    <T> T get(SocketOption<T> option) throws IOException;

    <T> void set(SocketOption<T> option, T value) throws IOException;

    /** The connection's socket, which has one option more than its channel. */
    Optional<Socket> socket();

    /** Whether they are those of TCP. */
    boolean ofTcp();

    /** Throws what the JDK throws where its owner is closed. */
    void checkOpen() throws IOException;

    /** Those of a channel. */
    record OfChannel(NetworkChannel channel) implements JdkOptions {
        @Override
        public Set<SocketOption<?>> supported() {
            return channel.supportedOptions();
        }

        @Override
        public <T> T get(SocketOption<T> option) throws IOException {
            return channel.getOption(option);
        }

        @Override
        public <T> void set(SocketOption<T> option, T value) throws IOException {
            channel.setOption(option, value);
        }

        @Override
        public Optional<Socket> socket() {
            return channel instanceof SocketChannel connection ? Optional.of(connection.socket()) : Optional.empty();
        }

        @Override
        public boolean ofTcp() {
            return TcpChannel.isOne(channel);
        }

        @Override
        public void checkOpen() throws ClosedChannelException {
            if (!channel.isOpen()) {
                throw new ClosedChannelException();
            }
        }

        @Override
        public String toString() {
            return channel.toString();
        }
    }
}

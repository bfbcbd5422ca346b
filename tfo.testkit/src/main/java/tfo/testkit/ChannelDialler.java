package tfo.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;

/** Connects by {@link FastOpenSockets#connect}; reads and writes by the channel itself. */
record ChannelDialler(FastOpenSockets sockets) implements Dialler {

    @Override
    public Link dial(ConnectRequest request) throws IOException {
        return link(sockets.connect(request));
    }

    static Link link(FastOpenConnection connection) {
        return new ChannelLink(connection);
    }

    @Override
    public Duration earliness() {
        return Duration.ZERO;
    }

    private record ChannelLink(FastOpenConnection connection) implements Link {
        @Override
        public InputStream in() {
            return new ChannelInput(connection.channel());
        }

        @Override
        public OutputStream out() {
            return new ChannelOutput(connection.channel());
        }

        @Override
        public void shutdownOutput() throws IOException {
            connection.channel().shutdownOutput();
        }

        @Override
        public InetSocketAddress localAddress() throws IOException {
            return (InetSocketAddress) connection.channel().getLocalAddress();
        }

        @Override
        public FastOpenReport report() {
            return connection.report();
        }

        @Override
        public boolean isOpen() {
            return connection.channel().isOpen();
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    // Not those of java.nio.channels.Channels: before JDK 19 a blocked read there holds up the writes.
    private static final class ChannelInput extends InputStream {
        private final SocketChannel channel;

        ChannelInput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(bytes, offset, length));
        }
    }

    private static final class ChannelOutput extends OutputStream {
        private final SocketChannel channel;

        ChannelOutput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
    }
}

package tfo.fallback.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A channel of TCP, in non-blocking mode from here on, so that a wait can end by a time-out without an end of the connection, and
 * goes on through an interrupt.
 */
final class SocketWire implements Wire {
    // A heap buffer is copied into a direct one of the size of the write, and each thread keeps its own for ever.
    private static final int PORTION = 128 * 1024;
    // What the peer may have sent before it hears of the close: enough for tickets and an answer, not for a flood.
    private static final int UNREAD = 1024 * 1024;

    private final SocketChannel channel;
    private final Closeable owner;
    private final Readiness.Watch watch;

    private SocketWire(SocketChannel channel, Closeable owner, Readiness.Watch watch) {
        this.channel = channel;
        this.owner = owner;
        this.watch = watch;
    }

    static SocketWire over(SocketChannel channel, Closeable owner) throws IOException {
        // A Unix domain socket is a SocketChannel, too.
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        channel.configureBlocking(false);
        return new SocketWire(channel, owner, Readiness.watch(channel));
    }

    @Override
    public int read(ByteBuffer destination, TimeLimit limit) throws IOException {
        while (true) {
            int length = channel.read(destination);
            if (length != 0) {
                return length;
            }
            if (!watch.await(SelectionKey.OP_READ, limit)) {
                throw limit.exceeded("read");
            }
        }
    }

    @Override
    public void write(ByteBuffer source, TimeLimit limit) throws IOException {
        while (true) {
            writeNow(source);
            if (!source.hasRemaining()) {
                return;
            }
            if (!watch.await(SelectionKey.OP_WRITE, limit)) {
                throw limit.exceeded("write");
            }
        }
    }

    @Override
    public void writeNow(ByteBuffer source) throws IOException {
        int length = 1;
        while (length > 0 && source.hasRemaining()) {
            int end = source.limit();
            source.limit(source.position() + Math.min(source.remaining(), PORTION));
            try {
                length = channel.write(source);
            } catch (ClosedChannelException | SocketException e) {
                throw e;
            } catch (IOException e) {
                // EPIPE: the JDK's channels throw it without a type of its own.
                throw (IOException) new SocketException(e.getMessage()).initCause(e);
            } finally {
                source.limit(end);
            }
        }
    }

    @Override
    public void partWith(ByteBuffer lastWords) throws IOException {
        writeNow(lastWords);
        channel.shutdownOutput();
        ByteBuffer unread = ByteBuffer.allocate(16 * 1024);
        for (int total = 0, length = 0; length >= 0 && total < UNREAD; total += length) {
            length = channel.read(unread.clear());
            if (length == 0) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            owner.close();
        } finally {
            watch.close();
        }
    }
}

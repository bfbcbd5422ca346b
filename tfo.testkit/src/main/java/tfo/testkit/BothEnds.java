package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;

/**
 * A connection in the hands of one thread.
 *
 * @param near made by the provider under test
 * @param far what the JDK's own listener accepted
 */
record BothEnds(FastOpenConnection near, SocketChannel far) implements Closeable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    // What is awaited takes milliseconds, or the seconds after which the kernel sends something again; a mutant that
    // never lets it come takes all of this.
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    static BothEnds of(FastOpenSockets sockets, InetAddress address) throws IOException {
        return of(sockets, address, address);
    }

    /** The same to a server that is reached at another address than its own. */
    static BothEnds of(FastOpenSockets sockets, InetAddress server, InetAddress remote) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(server, 0))) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            FastOpenConnection near = sockets.connect(
                    ConnectRequest.to(new InetSocketAddress(remote, port)).timeout(LIMIT));
            return new BothEnds(near, listener.accept());
        }
    }

    /** Writes all of it, which must fit into the queue. */
    static void write(SocketChannel channel, String text) throws IOException {
        write(channel, text.getBytes(StandardCharsets.US_ASCII));
    }

    static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** What one read gives of at most so many bytes. */
    static String read(SocketChannel channel, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        channel.read(buffer);
        return text(buffer);
    }

    static String text(ByteBuffer filled) {
        return StandardCharsets.US_ASCII.decode(filled.duplicate().flip()).toString();
    }

    /** Writes until the channel, which is in non-blocking mode, takes nothing any more; how many bytes it took. */
    static long fill(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        long written = 0;
        int idle = 0;
        // The peer's window may open a little more while it makes room.
        while (idle < 20) {
            int taken = channel.write(bytes.clear());
            written += taken;
            idle = taken == 0 ? idle + 1 : 0;
            if (taken == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        return written;
    }

    /** Waits for what the network brings about. */
    static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, () -> "not within " + PATIENCE + ": " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        try (near) {
            far.close();
        }
    }
}

package tfo.bench;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Open descriptors that nobody is to touch: a quarter files, a quarter sockets not connected yet, and the others pairs of sockets
 * connected to each other.
 */
final class ForeignDescriptors implements AutoCloseable {
    private final List<Closeable> files = new ArrayList<>();
    private final List<SocketChannel> fresh = new ArrayList<>();
    private final List<SocketChannel> connected = new ArrayList<>();

    private ForeignDescriptors() {}

    static ForeignDescriptors open(int count) throws IOException {
        ForeignDescriptors all = new ForeignDescriptors();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            // In turns, so that every kind lies everywhere among the numbers.
            for (int i = 0; i < count / 4; i++) {
                all.files.add(new FileInputStream("/dev/null"));
                all.fresh.add(SocketChannel.open());
                all.connected.add(SocketChannel.open(listener.getLocalAddress()));
                all.connected.add(listener.accept());
            }
            return all;
        } catch (IOException e) {
            all.close();
            throw e;
        }
    }

    List<SocketChannel> fresh() {
        return fresh;
    }

    List<SocketChannel> connected() {
        return connected;
    }

    int count() {
        return files.size() + fresh.size() + connected.size();
    }

    /**
     * How many have been touched: a connected one has received something or its end, or one that was not connected holds its SYN
     * back when it is. To be called once.
     *
     * @param remote a listener of whom a cookie is at hand
     */
    long touched(InetSocketAddress remote) throws IOException {
        return heard() + heldBack(remote);
    }

    private long heard() throws IOException {
        long heard = 0;
        for (SocketChannel channel : connected) {
            channel.configureBlocking(false);
            heard += channel.read(ByteBuffer.allocate(1)) == 0 ? 0 : 1;
        }
        return heard;
    }

    // With TCP_FASTOPEN_CONNECT the JDK says connected, and the kernel SYN_SENT.
    private long heldBack(InetSocketAddress remote) throws IOException {
        Set<Integer> ports = new HashSet<>();
        for (SocketChannel channel : fresh) {
            channel.connect(remote);
            ports.add(channel.socket().getLocalPort());
        }
        return ProcNetTcp.portsInSynSent().stream().filter(ports::contains).count();
    }

    @Override
    public void close() throws IOException {
        for (List<? extends Closeable> each : List.of(files, fresh, connected)) {
            for (Closeable descriptor : each) {
                descriptor.close();
            }
        }
    }
}

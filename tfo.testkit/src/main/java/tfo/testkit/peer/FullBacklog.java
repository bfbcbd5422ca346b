package tfo.testkit.peer;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A listener that accepts nothing and whose queue is full: the kernel drops every SYN that comes, as a black hole does. */
public final class FullBacklog implements Closeable {
    private static final int BACKLOG = 1;

    private final ServerSocket listener;
    private final List<SocketChannel> waiting = new ArrayList<>();

    private FullBacklog(InetAddress address) throws IOException {
        listener = new ServerSocket(0, BACKLOG, address);
        // The queue takes one more than the backlog, see listen(2).
        for (int i = 0; i <= BACKLOG; i++) {
            waiting.add(SocketChannel.open(listener.getLocalSocketAddress()));
        }
    }

    /** A black hole on a port of this address. */
    public static FullBacklog on(InetAddress address) throws IOException {
        return new FullBacklog(address);
    }

    /** Where nobody answers. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : waiting) {
            channel.close();
        }
        listener.close();
    }
}

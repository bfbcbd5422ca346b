package tfo.testkit;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.PendingConnection;

/** Connects by {@link FastOpenSockets#start} and a selector, as a server with many connections does. */
record PendingDialler(FastOpenSockets sockets) implements Dialler {
    // How long a selector waits before the deadline, which is the pending connection's, is looked at.
    private static final int LOOK = 20;

    @Override
    public Link dial(ConnectRequest request) throws IOException {
        try (PendingConnection pending = sockets.start(request)) {
            FastOpenConnection connection = finished(pending);
            connection.channel().configureBlocking(true);
            return ChannelDialler.link(connection);
        }
    }

    private static FastOpenConnection finished(PendingConnection pending) throws IOException {
        try (Selector selector = Selector.open()) {
            SocketChannel channel = pending.channel();
            SelectionKey key = channel.register(selector, pending.interestOps());
            Optional<FastOpenConnection> done = pending.finish();
            while (done.isEmpty()) {
                key.interestOps(pending.interestOps());
                selector.select(LOOK);
                selector.selectedKeys().clear();
                done = pending.finish();
            }
            return done.get();
        }
    }

    @Override
    public Duration earliness() {
        return Duration.ZERO;
    }
}

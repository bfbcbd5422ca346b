package tfo.testkit;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.PendingConnection;

/** A pending connection that hands everything on to a real one. */
class ForwardingPending implements PendingConnection {
    final PendingConnection real;

    ForwardingPending(PendingConnection real) {
        this.real = real;
    }

    @Override
    public SocketChannel channel() {
        return real.channel();
    }

    @Override
    public int interestOps() {
        return real.interestOps();
    }

    @Override
    public int taken() {
        return real.taken();
    }

    @Override
    public Optional<FastOpenConnection> finish() throws IOException {
        return real.finish();
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}

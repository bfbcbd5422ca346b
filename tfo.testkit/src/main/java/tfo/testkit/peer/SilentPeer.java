package tfo.testkit.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** Neither reads nor writes: the other side's writes stop once the windows are full. */
public final class SilentPeer extends Peer {
    private final CountDownLatch closed = new CountDownLatch(1);

    private SilentPeer(InetSocketAddress local) throws IOException {
        super(local);
        open();
    }

    /** A silent peer on a port of this address. */
    public static SilentPeer on(InetAddress address) throws IOException {
        return new SilentPeer(anyPort(address));
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        super.close();
    }
}

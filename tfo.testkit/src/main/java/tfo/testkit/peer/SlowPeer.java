package tfo.testkit.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Reads one connection to its end, a little at a time, so that the other side's buffers are full for most of it. */
public final class SlowPeer extends Peer {
    private static final int PORTION = 64 * 1024;
    private static final long PAUSE_NANOS = 1_000_000;

    private final CompletableFuture<Payload> received = new CompletableFuture<>();

    private SlowPeer(InetSocketAddress local) throws IOException {
        super(local);
        open();
    }

    /** A slow reader on a port of this address. */
    public static SlowPeer on(InetAddress address) throws IOException {
        return new SlowPeer(anyPort(address));
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        try {
            received.complete(Payload.readAll(new Slowly(connection.getInputStream())));
        } catch (IOException e) {
            received.completeExceptionally(e);
        }
    }

    /** What the connection brought, once it has ended. */
    public Future<Payload> received() {
        return received;
    }

    /** Its pauses add up to so much, also on a machine where each of them lasts longer. */
    private static final class Slowly extends InputStream {
        private final InputStream in;
        private long next = System.nanoTime();

        Slowly(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            next += PAUSE_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
            return in.read(bytes, offset, Math.min(length, PORTION));
        }
    }
}

package tfo.testkit.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads each connection to its end and tells what it read. */
public final class SinkPeer extends Peer {
    private final BlockingQueue<Payload> received = new LinkedBlockingQueue<>();

    private SinkPeer(InetSocketAddress local) throws IOException {
        super(local);
        open();
    }

    /** A sink on a port of this address. */
    public static SinkPeer on(InetAddress address) throws IOException {
        return new SinkPeer(anyPort(address));
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        received.add(Payload.readAll(connection.getInputStream()));
    }

    /** What the next connection to end has brought. A connection that was reset does not count. */
    public Payload received() {
        try {
            Payload payload = received.poll(30, TimeUnit.SECONDS);
            if (payload == null) {
                throw new AssertionError("no connection came to an end within 30 s");
            }
            return payload;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while a connection was waited for", e);
        }
    }
}

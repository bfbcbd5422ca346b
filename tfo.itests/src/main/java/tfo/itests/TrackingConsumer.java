package tfo.itests;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;

/** A consumer without Declarative Services. */
final class TrackingConsumer implements Closeable {

    private final ServiceTracker<FastOpenSockets, FastOpenSockets> tracker;

    TrackingConsumer(BundleContext context) {
        tracker = new ServiceTracker<>(context, FastOpenSockets.class, null);
        tracker.open();
    }

    /** Opens a connection by the provider that is the best at this moment. */
    FastOpenConnection dial(InetSocketAddress peer, ByteBuffer firstFlight) throws IOException {
        FastOpenSockets sockets = tracker.getService();
        if (sockets == null) {
            throw new IOException("no FastOpenSockets service: install tfo.fallback at least");
        }
        return sockets.connect(ConnectRequest.to(peer).firstFlight(firstFlight));
    }

    @Override
    public void close() {
        tracker.close();
    }
}

package tfo.cli.core;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;

/** Connects to a host by name: its addresses are tried in turn, in the resolver's order. */
public final class Dial {
    private final FastOpenSockets sockets;
    private final HostPort peer;

    /** A dial of this peer. */
    public Dial(FastOpenSockets sockets, HostPort peer) {
        this.sockets = sockets;
        this.peer = peer;
    }

    /**
     * Connects to the first address that answers, with this first flight.
     *
     * @param timeout for all addresses together; each gets an equal share of what is left
     * @throws IOException what the last address had to say; the others are suppressed in it
     */
    public FastOpenConnection connect(ByteBuffer firstFlight, Duration timeout) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(peer.host());
        long deadline = System.nanoTime() + timeout.toNanos();
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            long share = (deadline - System.nanoTime()) / (addresses.length - i);
            try {
                return connect(addresses[i], firstFlight, Duration.ofNanos(Math.max(1_000_000, share)));
            } catch (IOException e) {
                failure = after(failure, e);
            }
        }
        throw failure == null ? new UnknownHostException(peer.host()) : failure;
    }

    private FastOpenConnection connect(InetAddress address, ByteBuffer flight, Duration limit) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(address, peer.port());
        return sockets.connect(ConnectRequest.to(remote).firstFlight(flight).timeout(limit));
    }

    private static IOException after(@Nullable IOException earlier, IOException latest) {
        if (earlier != null) {
            latest.addSuppressed(earlier);
        }
        return latest;
    }
}

package tfo.cli.serve;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import tfo.api.Availability;
import tfo.api.socket.FastOpenKeyRing;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;

/**
 * Where connections come in.
 *
 * @param sockets whose listener it is
 * @param where the address
 * @param security what the connections are put into
 * @param keys what the keys of Fast Open cookies come from; empty for the system's key
 */
public record Entrance(FastOpenSockets sockets, ListenRequest where, Security security, Optional<FastOpenKeyRing> keys)
        implements Closeable {

    /** An entrance whose cookies are made with the system's key. */
    public Entrance(FastOpenSockets sockets, ListenRequest where, Security security) {
        this(sockets, where, security, Optional.empty());
    }

    /** An entrance without TLS. */
    public static Entrance plain(FastOpenSockets sockets, ListenRequest where) {
        return new Entrance(sockets, where, Security.none());
    }

    /** The same, whose cookies are made with the keys of this ring; somebody has to turn it. */
    public Entrance with(FastOpenKeyRing ring) {
        return new Entrance(sockets, where, security, Optional.of(ring));
    }

    FastOpenListener open() throws IOException {
        return keys.isPresent() ? open(keys.get()) : sockets.listen(where);
    }

    // With the first keys before it is bound: no client gets a cookie of another key.
    private FastOpenListener open(FastOpenKeyRing ring) throws IOException {
        byte[] first = ring.keys();
        try {
            return sockets.listen(where.fastOpenKey(first));
        } finally {
            Arrays.fill(first, (byte) 0);
        }
    }

    /** Has the keys of this listener renewed from now on; empty if there is no ring, otherwise whether that can be. */
    Optional<Availability> renew(FastOpenListener listener) throws IOException {
        return keys.isPresent() ? Optional.of(keys.get().serve(listener)) : Optional.empty();
    }

    /** Closes what the connections were put into, and the ring. */
    @Override
    public void close() {
        security.close();
        keys.ifPresent(FastOpenKeyRing::close);
    }
}

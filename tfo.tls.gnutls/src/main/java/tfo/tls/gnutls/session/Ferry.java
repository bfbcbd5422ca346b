package tfo.tls.gnutls.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import tfo.tls.gnutls.transport.Pair;

/** Carries bytes between a caller's buffers, whatever their kind, and a pair. For one thread. */
final class Ferry {
    private final Pair pair;
    private final ByteBuffer staging = ByteBuffer.allocateDirect(PlainText.RECORD);

    Ferry(Pair pair) {
        this.pair = pair;
    }

    /** Gives the library at most a record's worth; returns how much it had room for. */
    int put(ByteBuffer network) throws IOException {
        int n = Math.min(staging.capacity(), network.remaining());
        staging.clear().put(network.slice(network.position(), n)).flip();
        int put = pair.put(staging);
        network.position(network.position() + put);
        return put;
    }

    /** Takes what the library wrote, as much as fits; returns how much that was. */
    int take(ByteBuffer network) throws IOException {
        int taken = 0;
        while (network.hasRemaining()) {
            staging.clear().limit(Math.min(staging.capacity(), network.remaining()));
            int n = pair.take(staging);
            if (n == 0) {
                break;
            }
            network.put(staging.flip());
            taken += n;
        }
        return taken;
    }
}

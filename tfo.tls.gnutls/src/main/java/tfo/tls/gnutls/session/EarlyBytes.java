package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Early data that came and was not read yet. For the thread that receives. */
final class EarlyBytes {
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();

    /** Whether the last read took from here. */
    private volatile boolean readLast;

    /** Copies them. */
    void add(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            waiting.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        }
    }

    /** Moves what is there, as far as there is room; says how much that was, zero if nothing. */
    int drainTo(ByteBuffer destination) {
        int before = destination.position();
        while (destination.hasRemaining() && !waiting.isEmpty()) {
            ByteBuffer first = waiting.element();
            int n = Math.min(first.remaining(), destination.remaining());
            destination.put(first.slice(first.position(), n));
            first.position(first.position() + n);
            if (!first.hasRemaining()) {
                waiting.remove();
            }
        }
        return destination.position() - before;
    }

    /** Notes whether what is delivered now was taken from here. */
    void readLast(boolean early) {
        readLast = early;
    }

    boolean readLast() {
        return readLast;
    }
}

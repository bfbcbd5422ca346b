package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tfo.tls.gnutls.library.Chunk;
import tfo.tls.gnutls.library.GnuTls;

/** Native memory for plain text on its way between the library and the caller's buffers, in one direction. For one thread at a time. */
final class PlainText implements AutoCloseable {
    /** The most that one record holds: RFC 8446 section 5.1. */
    static final int RECORD = Chunk.RECORD;

    private static final int MOST_KEPT = 4 * RECORD;

    private final GnuTls gnutls;

    /** One record for buffers of the heap; made when first needed. */
    private @Nullable Chunk record;

    /** How much of it was used. */
    private int touched;

    /** What was read before anybody asked for it, to be read from its position. */
    private @Nullable ByteBuffer kept;

    private long address;

    PlainText(GnuTls gnutls) {
        this.gnutls = gnutls;
    }

    private Chunk record() {
        Chunk known = record;
        if (known == null) {
            known = Chunk.record(gnutls);
            record = known;
        }
        return known;
    }

    /** Receives straight into the buffer, at most a record; returns what the library does. */
    int receive(Session session, ByteBuffer destination) {
        int length = Math.min(RECORD, destination.remaining());
        int n;
        if (destination.isDirect()) {
            n = (int) session.receive(gnutls.address(destination) + destination.position(), length);
            if (n > 0) {
                destination.position(destination.position() + n);
            }
            return n;
        }
        Chunk staged = record();
        n = (int) session.receive(staged.address(), length);
        touched = Math.max(touched, n);
        if (n > 0) {
            destination.put(staged.buffer().clear().limit(n));
        }
        return n;
    }

    /** Receives a record and keeps it. */
    int receive(Session session) {
        ByteBuffer known = kept == null ? ByteBuffer.allocateDirect(MOST_KEPT).limit(0) : kept;
        kept = known;
        known.compact();
        int n = receive(session, known);
        known.flip();
        return n;
    }

    /** Receives a record and forgets it. */
    int discard(Session session) {
        int n = (int) session.receive(record().address(), RECORD);
        touched = Math.max(touched, n);
        return n;
    }

    /** Whether another record can be kept. */
    boolean hasRoom() {
        return kept == null || MOST_KEPT - kept.remaining() >= RECORD;
    }

    /** Moves what was kept into the buffer and returns how much that was. */
    int drainTo(ByteBuffer destination) {
        ByteBuffer known = kept;
        if (known == null) {
            return 0;
        }
        int n = Math.min(known.remaining(), destination.remaining());
        ByteBuffer part = known.slice(known.position(), n);
        destination.put(part);
        known.position(known.position() + n);
        if (!known.hasRemaining()) {
            kept = null;
        }
        return n;
    }

    /** Makes the buffer's next bytes, at most a record, available at {@link #address()}; the buffer's position is not moved. */
    int stage(ByteBuffer source) {
        int n = Math.min(RECORD, source.remaining());
        if (source.isDirect()) {
            address = gnutls.address(source) + source.position();
            return n;
        }
        Chunk staged = record();
        touched = Math.max(touched, n);
        staged.buffer().put(0, source, source.position(), n);
        address = staged.address();
        return n;
    }

    /** Where the staged bytes are. */
    long address() {
        return address;
    }

    /** Wipes and gives back what it holds. */
    @Override
    public void close() {
        Chunk used = record;
        if (used != null) {
            record = null;
            used.giveBack(touched);
        }
    }
}

package tfo.tls.gnutls.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.TlsException;
import tfo.tls.gnutls.transport.Conduit;
import tfo.tls.gnutls.transport.Pair;

/**
 * Stands between the network and the library for as long as early data may come. Inwards it hands over whole records, one at a time,
 * so that the library never holds a part of one; some it hands to others. Outwards there may be records that the library did not
 * make, after those that it made before and before those that it makes later. Once open, it only passes on.
 */
final class RecordGate implements Conduit {
    // RFC 8446 section 5.2: 2^14 and 256.
    static final int LONGEST = RecordProtection.HEADER + 16 * 1024 + 256;

    private static final int LENGTH_AT = 3;
    private static final int ROOM = RecordProtection.OVERHEAD + PlainText.RECORD + 4 * 1024;

    private final Pair pair;

    /** Input from its beginning to its position. For the thread that receives, as all of the inward side. */
    private final ByteBuffer stash = ByteBuffer.allocateDirect(LONGEST);

    private boolean open;

    /** Held by who touches the library's output. */
    private final ReentrantLock sealing = new ReentrantLock();

    /** Output from its beginning to its position; made when first needed. Guarded by {@link #sealing}. */
    private @Nullable ByteBuffer output;

    /** Becomes the owner of the pair. */
    RecordGate(Pair pair) {
        this.pair = pair;
    }

    @Override
    public void attach(long session) {
        pair.attach(session);
    }

    @Override
    public int put(ByteBuffer direct) throws IOException {
        if (open && passed()) {
            return pair.put(direct);
        }
        int n = Math.min(stash.remaining(), direct.remaining());
        stash.put(direct.slice(direct.position(), n));
        direct.position(direct.position() + n);
        return n;
    }

    /** Whether the stash is empty, after what could be done for that. */
    private boolean passed() throws IOException {
        if (stash.position() > 0) {
            stash.flip();
            pair.put(stash);
            stash.compact();
        }
        return stash.position() == 0;
    }

    @Override
    public int waiting() throws IOException {
        if (open) {
            return passed() ? pair.waiting() : pair.waiting() + stash.position();
        }
        return pair.waiting() + (record() == null ? 0 : 1);
    }

    @Override
    public void end() {
        pair.end();
    }

    /** The next record if all of it is there; it is not used up. */
    @Nullable
    ByteBuffer record() throws TlsException {
        if (stash.position() < RecordProtection.HEADER) {
            return null;
        }
        int length = RecordProtection.HEADER + (stash.getShort(LENGTH_AT) & 0xFFFF);
        if (length > LONGEST) {
            throw new TlsException(TlsException.Reason.PROTOCOL, "RECORD_OVERFLOW", "a record of " + length + " bytes");
        }
        return length > stash.position() ? null : stash.slice(0, length);
    }

    /** Uses up a record that was looked at. */
    void drop(ByteBuffer record) {
        stash.flip().position(record.capacity());
        stash.compact();
    }

    /** Hands the next record to the library; says whether there was one. */
    boolean pass() throws IOException {
        ByteBuffer record = record();
        if (record == null) {
            return false;
        }
        int length = record.remaining();
        if (pair.put(record) < length) {
            throw new TlsException(TlsException.Reason.PROTOCOL, "RECORD", "the library does not take a record");
        }
        drop(record);
        return true;
    }

    /** Hands the library a record that did not come from the network. */
    void forge(ByteBuffer record) throws IOException {
        pair.put(record);
    }

    /** Lets everything pass from now on. */
    void open() throws IOException {
        open = true;
        passed();
    }

    /** Held by who lets the library write, or reads what it wrote. */
    ReentrantLock sealing() {
        return sealing;
    }

    /**
     * Where to append to the output; behind it is all that the library wrote. The caller holds the lock, and appends no more than there
     * is room for.
     */
    ByteBuffer output() throws IOException {
        ByteBuffer known = output;
        if (known == null) {
            known = ByteBuffer.allocateDirect(ROOM);
            output = known;
        }
        while (pair.take(known) > 0) {
            // On to the end, or until it is full.
        }
        return known;
    }

    @Override
    public int take(ByteBuffer direct) throws IOException {
        sealing.lock();
        try {
            ByteBuffer first = output;
            return first == null || first.position() == 0 ? pair.take(direct) : take(first, direct);
        } finally {
            sealing.unlock();
        }
    }

    private int take(ByteBuffer from, ByteBuffer direct) {
        from.flip();
        int n = Math.min(from.remaining(), direct.remaining());
        direct.put(from.slice(0, n));
        from.position(n);
        from.compact();
        if (open && from.position() == 0) {
            output = null;
        }
        return n;
    }

    @Override
    public boolean isDrained() throws IOException {
        sealing.lock();
        try {
            return (output == null || output.position() == 0) && pair.isDrained();
        } finally {
            sealing.unlock();
        }
    }

    @Override
    public void close() {
        pair.close();
    }
}

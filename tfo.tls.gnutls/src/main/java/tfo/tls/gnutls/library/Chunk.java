package tfo.tls.gnutls.library;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A piece of native memory that is used again and again: a direct buffer costs more than most calls it is made for. It belongs to
 * one owner at a time, and is zeroed when that one gives it back.
 */
public final class Chunk {
    /** What a record's plain text fits into: RFC 8446 section 5.1. */
    public static final int RECORD = 16 * 1024;

    static final int SMALL = 4 * 1024;

    private static final byte[] ZEROS = new byte[RECORD];

    private static final Pool SMALL_ONES = new Pool(64);
    private static final Pool RECORDS = new Pool(32);

    private final ByteBuffer buffer;
    private final long address;

    private Chunk(GnuTls gnutls, int size) {
        this.buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        this.address = gnutls.address(buffer);
    }

    /** At least so many zeroed bytes. */
    static Chunk of(GnuTls gnutls, int size) {
        if (size > SMALL) {
            return new Chunk(gnutls, size);
        }
        Chunk idle = SMALL_ONES.poll();
        return idle == null ? new Chunk(gnutls, SMALL) : idle;
    }

    /** {@link #RECORD} zeroed bytes. */
    public static Chunk record(GnuTls gnutls) {
        Chunk idle = RECORDS.poll();
        return idle == null ? new Chunk(gnutls, RECORD) : idle;
    }

    /** All of it; the buffer is the owner's to use, in the machine's order. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Where it begins. */
    public long address() {
        return address;
    }

    /**
     * Zeroes it, and leaves it to others. The caller does not touch it any more.
     *
     * @param touched how many bytes from the beginning may be other than zero
     */
    public void giveBack(int touched) {
        buffer.clear();
        wipe(touched);
        Pool pool = pool();
        if (pool != null) {
            pool.add(this);
        }
    }

    private void wipe(int length) {
        for (int at = 0; at < length; at += RECORD) {
            buffer.put(at, ZEROS, 0, Math.min(RECORD, length - at));
        }
    }

    private @Nullable Pool pool() {
        return switch (buffer.capacity()) {
            case SMALL -> SMALL_ONES;
            case RECORD -> RECORDS;
            default -> null;
        };
    }

    /** Idle ones; what there is no room for is the collector's. */
    private static final class Pool {
        private final ConcurrentLinkedQueue<Chunk> idle = new ConcurrentLinkedQueue<>();
        private final AtomicInteger room;

        Pool(int capacity) {
            this.room = new AtomicInteger(capacity);
        }

        @Nullable
        Chunk poll() {
            Chunk chunk = idle.poll();
            if (chunk != null) {
                room.incrementAndGet();
            }
            return chunk;
        }

        void add(Chunk chunk) {
            if (room.decrementAndGet() >= 0) {
                idle.add(chunk);
            } else {
                room.incrementAndGet();
            }
        }
    }
}

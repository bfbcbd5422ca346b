package tfo.tls.gnutls.library;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory for the arguments of C functions, handed out piece by piece, zeroed. It is there until {@code close}, which wipes it; or, where
 * nobody closes, for as long as this object is reachable. For one thread at a time.
 */
public final class NativeMemory implements AutoCloseable {
    /** The size of a gnutls_datum_t: a pointer, an unsigned int, padding. */
    public static final int DATUM = 16;

    private static final int ALIGNMENT = 8;

    private final GnuTls gnutls;
    private final List<Chunk> chunks = new ArrayList<>(1);
    private long begin;
    private int used;
    private int size;

    /** None yet. */
    public NativeMemory(GnuTls gnutls) {
        this.gnutls = gnutls;
    }

    /** So many zeroed bytes. */
    public long allocate(int bytes) {
        int rounded = Math.addExact(bytes, ALIGNMENT - 1) & -ALIGNMENT;
        if (rounded > size - used) {
            Chunk chunk = Chunk.of(gnutls, rounded);
            chunks.add(chunk);
            begin = chunk.address();
            size = chunk.buffer().capacity();
            used = 0;
        }
        long address = begin + used;
        used += rounded;
        return address;
    }

    /** A copy of these bytes, and a zero after them. */
    public long copy(byte[] bytes) {
        long address = allocate(Math.addExact(bytes.length, 1));
        view(address, bytes.length).put(bytes);
        return address;
    }

    /** A copy of this text in UTF-8, ended by a zero. */
    public long text(String text) {
        return copy(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A gnutls_datum_t of a copy of these bytes. */
    public long datum(byte[] bytes) {
        return data(List.of(bytes));
    }

    /** An array of gnutls_datum_t. */
    public long data(List<byte[]> all) {
        long array = allocate(DATUM * all.size());
        for (int i = 0; i < all.size(); i++) {
            long bytes = copy(all.get(i));
            ByteBuffer datum = view(array + (long) DATUM * i, DATUM);
            datum.putLong(0, bytes);
            datum.putInt(Long.BYTES, all.get(i).length);
        }
        return array;
    }

    /** The int at an address that this object handed out. */
    public int getInt(long address) {
        return view(address, Integer.BYTES).getInt();
    }

    /** Changes the int at an address that this object handed out. */
    public void putInt(long address, int value) {
        view(address, Integer.BYTES).putInt(value);
    }

    /** The long at an address that this object handed out. */
    public long getLong(long address) {
        return view(address, Long.BYTES).getLong();
    }

    /** Changes the long at an address that this object handed out. */
    public void putLong(long address, long value) {
        view(address, Long.BYTES).putLong(value);
    }

    /** The bytes at an address that this object handed out, in the machine's order. */
    public ByteBuffer view(long address, int length) {
        for (Chunk chunk : chunks) {
            long at = address - chunk.address();
            if (at >= 0 && at + length <= chunk.buffer().capacity()) {
                return chunk.buffer().slice((int) at, length).order(ByteOrder.nativeOrder());
            }
        }
        throw new IllegalArgumentException("not of this memory");
    }

    /** A copy of what a gnutls_datum_t at this address, of this memory, points to. */
    public byte[] datumAt(long address) {
        return gnutls.bytes(getLong(address), getInt(address + Long.BYTES));
    }

    /** The same for one that the library allocated, which is freed. */
    public byte[] takeDatum(long address) {
        byte[] bytes = datumAt(address);
        gnutls.gnutls_free(getLong(address));
        putLong(address, 0);
        return bytes;
    }

    /** Overwrites all of it with zeros and gives it up: no address of it may be used any more. */
    @Override
    public void close() {
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            chunk.giveBack(i == chunks.size() - 1 ? used : chunk.buffer().capacity());
        }
        chunks.clear();
        used = 0;
        size = 0;
    }
}

package tfo.lab.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tfo.lab.kernel.NativeMemory;

/**
 * Frames under way, in the order they set out: a ring of native memory in which each takes the room it needs, so that small
 * frames and offloaded ones of 64 KiB share it. For one thread.
 */
final class DelayRing implements AutoCloseable {
    // Before each frame: when it is due (8 bytes) and how long it is (4, then 4 unused).
    private static final int HEADER = 16;
    private static final int LENGTH = 8;
    private static final int WRAP = -1;

    private final NativeMemory memory;
    private final ByteBuffer buffer;
    private final int capacity;
    private long head;
    private long tail;

    private DelayRing(NativeMemory memory, int capacity) {
        this.memory = memory;
        this.buffer = memory.buffer().duplicate().order(ByteOrder.BIG_ENDIAN);
        this.capacity = capacity;
    }

    /** A ring of this many bytes, a power of two; memory is taken as frames fill it. */
    static DelayRing of(int capacity) throws IOException {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("not a power of two: " + capacity);
        }
        return new DelayRing(NativeMemory.allocate(capacity), capacity);
    }

    /** The memory that offsets point into, in network byte order. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Finds room for a frame and returns where to write it, or -1 when the ring is full. Nothing is kept until {@link #add}. */
    int reserve(int length) {
        int size = size(length);
        int toEnd = capacity - index(tail);
        int skip = toEnd < size ? toEnd : 0;
        if (tail + skip + size - head > capacity) {
            return -1;
        }
        if (skip > 0) {
            buffer.putInt(index(tail) + LENGTH, WRAP);
            tail += skip;
        }
        return index(tail) + HEADER;
    }

    /** Keeps the frame just written where {@link #reserve} said. */
    void add(int length, long due) {
        buffer.putLong(index(tail), due);
        buffer.putInt(index(tail) + LENGTH, length);
        tail += size(length);
    }

    boolean isEmpty() {
        skipWrap();
        return head == tail;
    }

    /** When the oldest frame is due, by {@link System#nanoTime}. */
    long due() {
        return buffer.getLong(index(head));
    }

    /** Where in memory the oldest frame lies. */
    long address() {
        return memory.address() + index(head) + HEADER;
    }

    /** How long the oldest frame is. */
    int length() {
        return buffer.getInt(index(head) + LENGTH);
    }

    /** Forgets the oldest frame. */
    void remove() {
        head += size(length());
    }

    private void skipWrap() {
        if (head != tail && length() == WRAP) {
            head += capacity - index(head);
        }
    }

    private int index(long position) {
        return (int) (position & (capacity - 1));
    }

    private static int size(int length) {
        return HEADER + (length + HEADER - 1) / HEADER * HEADER;
    }

    @Override
    public void close() {
        memory.close();
    }
}

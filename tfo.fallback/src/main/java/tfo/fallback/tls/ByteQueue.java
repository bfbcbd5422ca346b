package tfo.fallback.tls;

import java.nio.ByteBuffer;

/** Bytes in the order in which they came: put at the end, taken from the front, with room that grows when it must. */
final class ByteQueue {
    // Its content lies between position and limit.
    private ByteBuffer bytes;

    ByteQueue(int capacity) {
        bytes = ByteBuffer.allocate(capacity).limit(0);
    }

    int size() {
        return bytes.remaining();
    }

    boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    /** The content; what is read from this buffer is taken. */
    ByteBuffer content() {
        return bytes;
    }

    /** The free space behind the content; what is put there counts after {@link #filled}. */
    ByteBuffer room(int atLeast) {
        if (bytes.capacity() - bytes.limit() < atLeast) {
            makeRoom(atLeast);
        }
        return bytes.duplicate().clear().position(bytes.limit());
    }

    private void makeRoom(int atLeast) {
        int needed = Math.addExact(bytes.remaining(), atLeast);
        if (needed <= bytes.capacity()) {
            bytes.compact().flip();
        } else {
            bytes = ByteBuffer.allocate(Math.max(needed, 2 * bytes.capacity()))
                    .put(bytes)
                    .flip();
        }
    }

    /** Takes note of what was put into the last {@link #room}. */
    void filled(ByteBuffer room) {
        bytes.limit(room.position());
    }

    /** Takes as much from the buffer as makes this queue no longer than that, and returns how much. */
    int fillFrom(ByteBuffer source, int longest) {
        int length = Math.min(source.remaining(), longest - size());
        if (length <= 0) {
            return 0;
        }
        ByteBuffer room = room(length);
        room.put(source.slice().limit(length));
        source.position(source.position() + length);
        filled(room);
        return length;
    }

    /** Moves as much as fits, and returns how much. */
    int drainTo(ByteBuffer destination) {
        int length = Math.min(size(), destination.remaining());
        destination.put(bytes.slice().limit(length));
        bytes.position(bytes.position() + length);
        return length;
    }

    /** Overwrites everything, taken or not. */
    void wipe() {
        bytes.clear();
        while (bytes.hasRemaining()) {
            bytes.put((byte) 0);
        }
        bytes.limit(0);
    }
}

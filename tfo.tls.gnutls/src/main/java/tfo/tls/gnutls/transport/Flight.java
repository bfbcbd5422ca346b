package tfo.tls.gnutls.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tfo.tls.gnutls.library.Chunk;

/** The bytes that a client sends first. They are there until {@code close}. */
public final class Flight implements AutoCloseable {
    private final ByteBuffer bytes;
    private final int length;
    private @Nullable Chunk chunk;

    Flight(ByteBuffer bytes, @Nullable Chunk chunk) {
        this.bytes = bytes;
        this.length = bytes.limit();
        this.chunk = chunk;
    }

    /** All of them, in a direct buffer. */
    public ByteBuffer bytes() {
        return bytes;
    }

    @Override
    public void close() {
        Chunk used = chunk;
        if (used != null) {
            chunk = null;
            used.giveBack(length);
        }
    }
}

package tfo.fallback.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The first flight on its way into a connected channel. */
final class Flight {
    // A heap buffer is copied into a direct one of the size of the write, and each thread keeps its own for ever.
    private static final int PORTION = 128 * 1024;

    private final ByteBuffer bytes;

    Flight(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Writes until all is taken; the channel is in blocking mode. */
    void writeAll(SocketChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            writePortion(channel);
        }
    }

    /** Writes what the channel, in non-blocking mode, takes now; whether that was the last of it. */
    boolean write(SocketChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            if (writePortion(channel) == 0) {
                return false;
            }
        }
        return true;
    }

    private int writePortion(SocketChannel channel) throws IOException {
        int end = bytes.limit();
        bytes.limit(bytes.position() + Math.min(bytes.remaining(), PORTION));
        try {
            return channel.write(bytes);
        } finally {
            bytes.limit(end);
        }
    }

    /** How many bytes were taken so far. */
    int taken() {
        return bytes.position();
    }
}

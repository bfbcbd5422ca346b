package examples.dnsovertls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/** A message on a stream: its length in two bytes, then itself (RFC 1035 section 4.2.2, RFC 7858 section 3.3). */
final class Frame {
    private Frame() {}

    static ByteBuffer of(byte[] message) {
        return ByteBuffer.allocate(Short.BYTES + message.length)
                .putShort((short) message.length)
                .put(message)
                .flip();
    }

    /** The next message; null at the end. */
    static byte @Nullable [] read(ReadableByteChannel stream) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Short.BYTES);
        if (stream.read(length) < 0) {
            return null;
        }
        fill(length, stream);
        ByteBuffer message =
                ByteBuffer.allocate(Short.toUnsignedInt(length.flip().getShort()));
        fill(message, stream);
        return message.array();
    }

    private static void fill(ByteBuffer buffer, ReadableByteChannel stream) throws IOException {
        while (buffer.hasRemaining()) {
            if (stream.read(buffer) < 0) {
                throw new EOFException("the stream ends within a message");
            }
        }
    }
}

package tfo.bench;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The ticket that a ClientHello offers (RFC 8446 section 4.2.11), read off the wire. */
final class OfferedTicket {
    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int VERSION_AND_RANDOM = 2 + 32;
    private static final int PRE_SHARED_KEY = 41;

    private OfferedTicket() {}

    /** How many bytes the first record has; at least its header's. */
    static int recordLength(ByteBuffer bytes) {
        return bytes.remaining() < RECORD_HEADER
                ? RECORD_HEADER
                : RECORD_HEADER + Short.toUnsignedInt(bytes.getShort(bytes.position() + 3));
    }

    /** The first of a whole ClientHello's identities; empty if it has none. The buffer's position stays. */
    static Optional<ByteBuffer> in(ByteBuffer clientHello) {
        ByteBuffer bytes = clientHello.duplicate();
        skip(bytes, RECORD_HEADER + HANDSHAKE_HEADER + VERSION_AND_RANDOM);
        skip(bytes, Byte.toUnsignedInt(bytes.get()));
        skip(bytes, Short.toUnsignedInt(bytes.getShort()));
        skip(bytes, Byte.toUnsignedInt(bytes.get()));
        ByteBuffer extensions = vector(bytes);
        while (extensions.hasRemaining()) {
            int type = Short.toUnsignedInt(extensions.getShort());
            ByteBuffer extension = vector(extensions);
            if (type == PRE_SHARED_KEY) {
                return Optional.of(vector(vector(extension)));
            }
        }
        return Optional.empty();
    }

    private static ByteBuffer vector(ByteBuffer bytes) {
        int length = Short.toUnsignedInt(bytes.getShort());
        ByteBuffer vector = bytes.slice(bytes.position(), length);
        skip(bytes, length);
        return vector;
    }

    private static void skip(ByteBuffer bytes, int length) {
        bytes.position(bytes.position() + length);
    }
}

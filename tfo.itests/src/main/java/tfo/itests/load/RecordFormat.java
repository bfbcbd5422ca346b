package tfo.itests.load;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record: size of the payload, number in the stream, the stream's id, the payload, and the CRC-32C of every
 * header and payload in the stream up to here. An empty payload ends the stream.
 */
final class RecordFormat {
    static final int HEADER = Integer.BYTES + Integer.BYTES + Long.BYTES;
    static final int TRAILER = Integer.BYTES;
    static final int LARGEST_PAYLOAD = 1200;
    static final int LARGEST = HEADER + LARGEST_PAYLOAD + TRAILER;

    private RecordFormat() {}

    /** Takes the bytes before the buffer's position into the checksum and appends it. */
    static void seal(ByteBuffer record, CRC32C checksum) {
        checksum.update(record.duplicate().flip());
        record.putInt((int) checksum.getValue()).flip();
    }
}

package tfo.itests.load;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Makes one direction of a stream. The buffers it gives are valid until the next one is asked for. */
final class RecordWriter {
    private final long id;
    private final SplittableRandom content;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer record = ByteBuffer.allocate(RecordFormat.LARGEST);
    private int number;

    RecordWriter(long id) {
        this.id = id;
        this.content = new SplittableRandom(id);
    }

    /** The next record, of any size from one byte up. */
    ByteBuffer next() {
        byte[] payload = new byte[1 + content.nextInt(RecordFormat.LARGEST_PAYLOAD)];
        content.nextBytes(payload);
        return record(payload);
    }

    /** The record that ends the stream. */
    ByteBuffer last() {
        return record(new byte[0]);
    }

    private ByteBuffer record(byte[] payload) {
        record.clear().putInt(payload.length).putInt(number++).putLong(id).put(payload);
        RecordFormat.seal(record, checksum);
        return record;
    }
}

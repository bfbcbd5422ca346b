package tfo.itests.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/** Checks one direction of a stream, byte by byte. */
final class RecordReader {
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * RecordFormat.LARGEST);
    private final CRC32C checksum = new CRC32C();
    private OptionalLong id;
    private int number;
    private boolean ended;
    private boolean endOfStream;
    private long bytes;

    /** Reads a stream with this id, or if it is empty with the one that the first record names. */
    RecordReader(OptionalLong id) {
        this.id = id;
    }

    /**
     * Takes what is there.
     *
     * @return how many records were completed
     * @throws IOException if a record is not the one that must come next, or the stream stops before its last one
     */
    int readFrom(ReadableByteChannel channel) throws IOException {
        int got = channel.read(buffer);
        if (got < 0) {
            return endOfStream();
        }
        bytes += got;
        buffer.flip();
        int records = 0;
        while (complete()) {
            check();
            records++;
        }
        buffer.compact();
        return records;
    }

    /** The id of the stream, known after its first record. */
    OptionalLong id() {
        return id;
    }

    /** Whether the last record has come. */
    boolean ended() {
        return ended;
    }

    /** Whether the channel has no more to give. */
    boolean atEndOfStream() {
        return endOfStream;
    }

    /** How many bytes were read. */
    long bytes() {
        return bytes;
    }

    private int endOfStream() throws IOException {
        if (!ended || buffer.position() > 0) {
            throw new EOFException("stream " + id + " stopped after " + number + " records, before its last one");
        }
        endOfStream = true;
        return 0;
    }

    private boolean complete() throws IOException {
        if (buffer.remaining() < Integer.BYTES) {
            return false;
        }
        int payload = buffer.getInt(buffer.position());
        if (payload < 0 || payload > RecordFormat.LARGEST_PAYLOAD) {
            throw corrupt("size " + payload);
        }
        return buffer.remaining() >= RecordFormat.HEADER + payload + RecordFormat.TRAILER;
    }

    private void check() throws IOException {
        int start = buffer.position();
        int payload = buffer.getInt();
        expect("number", number, buffer.getInt());
        long named = buffer.getLong();
        expect("id", id.orElse(named), named);
        id = OptionalLong.of(named);
        checksum.update(buffer.duplicate().position(start).limit(start + RecordFormat.HEADER + payload));
        buffer.position(start + RecordFormat.HEADER + payload);
        expect("checksum", checksum.getValue(), Integer.toUnsignedLong(buffer.getInt()));
        expect("records after the last one", 0, ended ? 1 : 0);
        ended = payload == 0;
        number++;
    }

    private void expect(String what, long expected, long actual) throws IOException {
        if (expected != actual) {
            throw corrupt(what + " " + actual + " instead of " + expected);
        }
    }

    private IOException corrupt(String what) {
        return new IOException("stream " + id + ", record " + number + ": " + what);
    }
}

package tfo.itests.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
    private static final int RECORDS = 20;

    private final byte[] stream = stream(7);

    @Test
    void aWholeStreamPasses() throws IOException {
        RecordReader reader = read(stream);

        assertTrue(reader.ended());
        assertTrue(reader.atEndOfStream());
        assertEquals(OptionalLong.of(7), reader.id());
    }

    @Test
    void everyByteCounts() {
        for (int i = 0; i < stream.length; i += 97) {
            byte[] changed = stream.clone();
            changed[i] ^= 1;

            assertThrows(IOException.class, () -> read(changed), "byte " + i);
        }
    }

    @Test
    void aLostByteIsNoticed() {
        assertThrows(IOException.class, () -> read(without(stream, 500, 501)));
    }

    @Test
    void aLostRecordIsNoticed() {
        byte[] first = stream(7, 1);
        byte[] two = stream(7, 2);

        assertThrows(IOException.class, () -> read(without(stream, first.length, two.length)));
    }

    @Test
    void aDoubledFirstFlightIsNoticed() {
        byte[] first = stream(7, 1);
        byte[] doubled = Arrays.copyOf(first, first.length + stream.length);
        System.arraycopy(stream, 0, doubled, first.length, stream.length);

        assertThrows(IOException.class, () -> read(doubled));
    }

    @Test
    void aLostTailIsNoticed() {
        assertThrows(EOFException.class, () -> read(Arrays.copyOf(stream, stream.length - 1)));
        assertThrows(EOFException.class, () -> read(stream(7, RECORDS)));
    }

    @Test
    void bytesBehindTheLastRecordAreNoticed() {
        assertThrows(IOException.class, () -> read(Arrays.copyOf(stream, stream.length + 1)));
    }

    @Test
    void theStreamOfAnotherConnectionIsNoticed() {
        assertThrows(IOException.class, () -> read(stream(8)));
    }

    private static byte[] without(byte[] bytes, int from, int to) {
        byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, rest, from, bytes.length - to);
        return rest;
    }

    private static byte[] stream(long id) {
        RecordWriter writer = new RecordWriter(id);
        ByteArrayOutputStream out = records(writer, RECORDS);
        append(out, writer.last());
        return out.toByteArray();
    }

    /** The first records of that stream. */
    private static byte[] stream(long id, int records) {
        return records(new RecordWriter(id), records).toByteArray();
    }

    private static ByteArrayOutputStream records(RecordWriter writer, int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            append(out, writer.next());
        }
        return out;
    }

    private static void append(ByteArrayOutputStream out, ByteBuffer record) {
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        out.writeBytes(bytes);
    }

    private static RecordReader read(byte[] bytes) throws IOException {
        RecordReader reader = new RecordReader(OptionalLong.of(7));
        ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(bytes));
        while (!reader.atEndOfStream()) {
            reader.readFrom(channel);
        }
        return reader;
    }
}

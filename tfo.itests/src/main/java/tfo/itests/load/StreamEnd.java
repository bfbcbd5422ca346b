package tfo.itests.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One end of a stream on a loop's thread. It sends a record for every record that it gets, after a few of its own accord, so
 * that both directions flow all the time and neither runs away. It is over when both directions have had their last record.
 */
final class StreamEnd {
    private static final int WINDOW = 2;

    private final SocketChannel channel;
    private final RecordReader reader;
    private final LongFunction<RecordWriter> writers;
    private @Nullable RecordWriter writer;
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private int credit;
    private boolean lastSent;
    private volatile boolean finishing;
    private volatile boolean over;
    private final AtomicInteger records = new AtomicInteger();

    private StreamEnd(SocketChannel channel, RecordReader reader, LongFunction<RecordWriter> writers, int credit) {
        this.channel = channel;
        this.reader = reader;
        this.writers = writers;
        this.credit = credit;
    }

    /** The end that opened the stream and has sent its first record already. */
    static StreamEnd opening(SocketChannel channel, RecordReader reader, RecordWriter writer) {
        return new StreamEnd(channel, reader, id -> writer, WINDOW - 1);
    }

    /** The end that was called: it learns the stream's id from the first record, and finishes when the other end does. */
    static StreamEnd accepting(SocketChannel channel, RecordReader reader) {
        return new StreamEnd(channel, reader, RecordWriter::new, WINDOW);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Whether both directions have ended well. */
    boolean over() {
        return over;
    }

    /** How many records have come. */
    int records() {
        return records.get();
    }

    /** Asks for the last record to be sent. */
    void finish() {
        finishing = true;
    }

    /** Does what can be done now. */
    void proceed(SelectionKey key) throws IOException {
        if (key.isReadable()) {
            receive();
        }
        send();
        if (lastSent && reader.atEndOfStream()) {
            channel.close();
            over = true;
        } else {
            key.interestOps(interestOps());
        }
    }

    private void receive() throws IOException {
        int got = reader.readFrom(channel);
        credit += got;
        records.addAndGet(got);
        if (reader.ended()) {
            finishing = true;
        }
    }

    private void send() throws IOException {
        if (writer == null && reader.id().isPresent()) {
            writer = writers.apply(reader.id().getAsLong());
        }
        while (writer != null && refill(writer)) {
            channel.write(pending);
            if (pending.hasRemaining()) {
                return;
            }
            if (lastSent) {
                channel.shutdownOutput();
                return;
            }
        }
    }

    private boolean refill(RecordWriter from) {
        if (pending.hasRemaining()) {
            return true;
        }
        boolean last = finishing; // Another thread sets it at any moment.
        if (lastSent || (credit == 0 && !last)) {
            return false;
        }
        lastSent = last;
        credit--;
        pending = last ? from.last() : from.next();
        return true;
    }

    private int interestOps() {
        int read = reader.atEndOfStream() ? 0 : SelectionKey.OP_READ;
        int write = pending.hasRemaining() ? SelectionKey.OP_WRITE : 0;
        return read | write;
    }
}

package tfo.cli.serve;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tfo.api.tls.HandshakeReport;
import tfo.cli.http.DeadlineInput;

/** An accepted connection whose bytes are counted. One thread serves it; any thread may look or close. */
final class Wire implements Closeable {
    private final Line line;
    private final DeadlineInput deadline;
    private final InputStream input;
    private final OutputStream output;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    /** Whether anything read for the current request was early. For the thread that serves. */
    private boolean early;

    private volatile long lastNanos = System.nanoTime();

    Wire(Line line, Caller caller, Duration patience) throws IOException {
        this.line = line;
        this.deadline = line.input(patience, caller.peer());
        this.input = new Counted(deadline);
        this.output = new Counting(line.output());
    }

    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    /** Whatever is read next has to come within this. */
    void expectWithin(Duration limit) {
        deadline.within(limit);
    }

    /** Begins to note whether what is read is early; what is left of the last read counts as well. */
    void nextRequest(boolean someLeft) {
        early = someLeft && line.early();
    }

    /** Whether anything was, since {@link #nextRequest}: it may be a replay. */
    boolean early() {
        return early;
    }

    void shutdownOutput() throws IOException {
        line.shutdownOutput();
    }

    /** What TLS agreed on; empty without it. */
    Optional<HandshakeReport> handshake() {
        return line.handshake();
    }

    long received() {
        return received.get();
    }

    long sent() {
        return sent.get();
    }

    /** How long no byte has moved. */
    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - lastNanos);
    }

    @Override
    public void close() throws IOException {
        line.close();
    }

    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            received.addAndGet(Math.max(0, count));
            early |= line.early();
            lastNanos = System.nanoTime();
            return count;
        }
    }

    private final class Counting extends FilterOutputStream {
        // Large writes go out in pieces, so that a peer that reads slowly is seen to read.
        private static final int PIECE = 64 * 1024;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                int piece = Math.min(PIECE, length - done);
                out.write(bytes, offset + done, piece);
                done += piece;
                sent.addAndGet(piece);
                lastNanos = System.nanoTime();
            }
        }
    }
}

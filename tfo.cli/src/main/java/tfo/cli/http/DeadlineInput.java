package tfo.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.LongSupplier;
import tfo.api.tls.TlsConnection;

/** What a connection says, until a deadline that can be moved. For one thread. */
public final class DeadlineInput extends InputStream {
    private final Source source;
    private final String what;
    private LongSupplier nanosLeft;

    private DeadlineInput(Source source, Duration limit, String what) {
        this.source = source;
        this.what = what;
        this.nanosLeft = until(System.nanoTime() + limit.toNanos());
    }

    /**
     * Reads this channel, which is in blocking mode.
     *
     * @param what what the time-out is about, for its message
     */
    public static DeadlineInput of(SocketChannel channel, Duration limit, String what) throws IOException {
        Socket socket = channel.socket();
        InputStream in = socket.getInputStream();
        Source source = (buffer, offset, length, millis) -> {
            socket.setSoTimeout(millis);
            return in.read(buffer, offset, length);
        };
        return new DeadlineInput(source, limit, what);
    }

    /** Reads what comes through this TLS connection. */
    public static DeadlineInput of(TlsConnection connection, Duration limit, String what) {
        Source source = (buffer, offset, length, millis) -> {
            connection.readTimeout(Duration.ofMillis(millis));
            return connection.read(ByteBuffer.wrap(buffer, offset, length));
        };
        return new DeadlineInput(source, limit, what);
    }

    /** Moves the deadline to so long after now. */
    public void within(Duration limit) {
        nanosLeft = until(System.nanoTime() + limit.toNanos());
    }

    /** Replaces the deadline by a limit for each single read: whatever goes on may last. */
    public void eachWithin(Duration limit) {
        nanosLeft = limit::toNanos;
    }

    private static LongSupplier until(long deadline) {
        return () -> deadline - System.nanoTime();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long millis = (nanosLeft.getAsLong() + 999_999) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException(what + ": timed out");
        }
        try {
            return source.read(buffer, offset, length, (int) Math.min(Integer.MAX_VALUE, millis));
        } catch (SocketTimeoutException e) {
            throw (IOException) new SocketTimeoutException(what + ": timed out").initCause(e);
        }
    }

    private interface Source {
        int read(byte[] buffer, int offset, int length, int millis) throws IOException;
    }
}

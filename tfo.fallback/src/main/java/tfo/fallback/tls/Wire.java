package tfo.fallback.tls;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What carries records. One thread may read while another writes; a close by any thread ends both with an exception. */
interface Wire extends Closeable {

    /**
     * Waits for bytes, -1 at the end.
     *
     * @throws java.net.SocketTimeoutException if none come in time
     */
    int read(ByteBuffer destination, TimeLimit limit) throws IOException;

    /**
     * Writes everything, waiting as long as it takes.
     *
     * @throws java.net.SocketTimeoutException if that is too long
     */
    void write(ByteBuffer source, TimeLimit limit) throws IOException;

    /** Writes as much as goes without waiting; a channel that cannot do that writes everything. */
    void writeNow(ByteBuffer source) throws IOException;

    /** Says the last words before a close, as far as that does not wait, and takes from the peer what would turn the close into a reset. */
    void partWith(ByteBuffer lastWords) throws IOException;

    /** Closes the channel underneath. A second call does nothing. */
    @Override
    void close() throws IOException;
}

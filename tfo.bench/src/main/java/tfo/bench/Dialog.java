package tfo.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import tfo.api.socket.FastOpenReport;

/** An open connection over which the request was sent. */
interface Dialog extends Closeable {

    /** Reads into a buffer that has an array; the number of bytes, or -1 at the end. */
    int read(ByteBuffer answer) throws IOException;

    /** Says that no more will be sent. */
    void shutdownOutput() throws IOException;

    /** The client's port. */
    int localPort();

    /** How the request fared as a first flight. */
    FastOpenReport report();
}

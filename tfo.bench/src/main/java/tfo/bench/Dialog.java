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

    /** How the first flight fared. */
    FastOpenReport report();

    /** What TLS made of it. */
    default Session session() {
        return Session.NONE;
    }

    /** What TLS made of a connection. */
    enum Session {
        /** It is not TLS. */
        NONE,
        /** A full handshake. */
        FULL,
        /** A session was resumed. */
        RESUMED,
        /** It was resumed, and the request taken as early data. */
        EARLY
    }
}

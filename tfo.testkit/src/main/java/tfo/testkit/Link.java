package tfo.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import tfo.api.socket.FastOpenReport;

/** A connection that stands, with its first bytes handed over: what a channel and a {@code Socket} have in common. */
interface Link extends Closeable {

    /** Bytes from the peer. */
    InputStream in() throws IOException;

    /** Bytes to the peer. */
    OutputStream out() throws IOException;

    /** Ends the stream of bytes to the peer. */
    void shutdownOutput() throws IOException;

    /** This end's address. */
    InetSocketAddress localAddress() throws IOException;

    /** How the first bytes fared. */
    FastOpenReport report();

    /** Whether it was not closed yet. */
    boolean isOpen();
}

package tfo.tls.gnutls.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What GnuTLS reads from and writes to where it does not use the network itself. One thread may put while another takes. */
public interface Conduit extends AutoCloseable {

    /** Gives it to a session. */
    void attach(long session);

    /** Moves what GnuTLS wrote into a direct buffer; returns how many bytes that were, zero if there is nothing, or no room. */
    int take(ByteBuffer direct) throws IOException;

    /** Gives bytes of a direct buffer to GnuTLS; returns how many there was room for. */
    int put(ByteBuffer direct) throws IOException;

    /** Tells GnuTLS that there will be no more. */
    void end();

    /** How many bytes GnuTLS can go on with. For the thread that {@link #put}s. */
    int waiting() throws IOException;

    /** Whether GnuTLS has written nothing that has not been taken. For the thread that {@link #take}s. */
    boolean isDrained() throws IOException;

    /** Frees it. A second call does nothing. For the owner alone, when nobody uses it. */
    @Override
    void close();
}

package tfo.tls.gnutls.transport;

import java.io.IOException;

/**
 * What carries the records of one session. GnuTLS reads and writes a descriptor, never waiting; this waits, and moves what
 * has to be moved. One thread may wait for input while another waits for room or flushes.
 */
public interface Transport {

    /** Gives it to a session. */
    void attach(long session);

    /** Whether it goes through this pair. */
    boolean uses(Pair pair);

    /** Whether no call takes longer than its deadline; where it may, somebody else is to {@link #wake}. */
    boolean keepsDeadlines();

    /** Called before every step of the handshake. */
    void beforeStep();

    /**
     * Waits until GnuTLS can read more.
     *
     * @return whether there is more, or an end; if not, the deadline is over
     * @throws java.nio.channels.AsynchronousCloseException if {@link #wake} was called
     */
    boolean awaitInput(Deadline deadline) throws IOException;

    /** Whether the peer's stream is over and GnuTLS has read all of it. For the thread that awaits input. */
    boolean atEnd() throws IOException;

    /** Whether something has come, for which a wait would be none; false where that is not known. */
    default boolean hasInput() throws IOException {
        return false;
    }

    /**
     * Leaves the socket to GnuTLS, if it has one and nothing is on its way here. Then it is to be attached anew. Called after the
     * handshake, when nobody uses the session or this; {@link #wake} is allowed.
     *
     * @return whether nothing more will come of it
     */
    default boolean settle() throws IOException {
        return true;
    }

    /** Waits until GnuTLS can write more, and says whether it can. */
    boolean awaitRoom(Deadline deadline) throws IOException;

    /** Hands over what GnuTLS wrote; waits where the peer does not read. Called by one who may write. */
    void flush() throws IOException;

    /** The same, unless another thread is at it: that one then does it. */
    void flushUnlessBusy() throws IOException;

    /** The same at the end, as far as that does not wait for long; nothing where somebody else is flushing. */
    void flushLast() throws IOException;

    /** Ends all waits, now and later, and the connection in both directions; the descriptor stays open. */
    void wake();

    /** Frees what it holds. Called once, when nobody waits and GnuTLS will not touch the descriptor any more. */
    void close() throws IOException;
}

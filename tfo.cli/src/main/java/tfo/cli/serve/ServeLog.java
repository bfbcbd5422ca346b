package tfo.cli.serve;

import java.io.IOException;
import tfo.api.Availability;
import tfo.api.socket.FastOpenListener;

/** Learns what happens to a server; called by any thread. */
public interface ServeLog {

    /** The server listens; {@code fastOpen} tells whether it takes data in the SYN. */
    void listening(FastOpenListener listener, Availability fastOpen);

    /** The keys of cookies come from a ring, and whether the listener can have them. */
    default void keys(Availability renewed) {
        // Not everybody has a ring.
    }

    /**
     * A request is executed.
     *
     * @param number counts them, from 1
     * @param early whether it came as early data
     */
    default void executed(long number, boolean early) {
        // Not everybody counts.
    }

    /** A connection is over. */
    void ended(Served served);

    /** A connection could not be accepted. */
    void acceptFailed(IOException cause);
}

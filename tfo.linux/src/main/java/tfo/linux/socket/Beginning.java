package tfo.linux.socket;

import java.time.Duration;

/**
 * Who began a connection, and when.
 *
 * @param accepted whether the peer did
 * @param nanos by System.nanoTime()
 */
record Beginning(boolean accepted, long nanos) {

    /** From here, now. */
    static Beginning byUs() {
        return new Beginning(false, System.nanoTime());
    }

    /** From elsewhere; it is accepted now. */
    static Beginning byPeer() {
        return new Beginning(true, System.nanoTime());
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}

package tfo.api.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Remembers which ClientHellos have brought early data, so that each brings it once (RFC 8446 section 8.2). Implementations are safe
 * for use by any thread, and quick: a handshake waits for the answer.
 *
 * <p>A guard that cannot tell, because it is full or broken, says that nothing is new: early data is then refused, the client sends it
 * again after the handshake, and nothing worse happens. What a guard throws has the same effect.
 */
public interface ReplayGuard {

    /**
     * Whether this is the first time that anybody asks for this ClientHello, in whatever process that shares the guard.
     *
     * @param id what the client made for this ClientHello and nobody can make for another (the PSK binder); not to be kept, but a copy
     * @param until how long the answer must be remembered: afterwards the ticket is of no use
     */
    boolean isNew(byte[] id, Instant until);

    /**
     * A guard in this process's memory, some 150 bytes for each that is remembered.
     *
     * @param capacity how many it remembers at most: a rate times the life of a ticket
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    static ReplayGuard inMemory(int capacity) {
        return new ReplayMemory(capacity, InstantSource.system());
    }

    /**
     * A guard that processes share by this directory, with a small file for each ClientHello that is remembered. It is made if it is
     * not there. Processes may be killed at any moment; after a crash of the whole machine the last files may be missing.
     *
     * @throws java.nio.file.AccessDeniedException if the directory can be used by others than its owner
     * @throws IOException if it cannot be made
     */
    static ReplayGuard inDirectory(Path directory) throws IOException {
        return ReplayDirectory.open(directory, InstantSource.system());
    }
}

package tfo.api.tls;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Sessions in a directory that many processes share: one file each, mode 0600, sealed under the directory's key file, claimed
 * atomically. Names tell nothing of the peer. A process that is killed at any moment leaves nothing half-written that another
 * would read. What {@code put} cannot write is logged and lost: a session is a gain, not a duty.
 */
@ProviderType
public interface SessionDirectory extends SessionStore {

    /** What is there, the newest first; takes nothing. */
    List<Entry> list() throws IOException;

    /** Removes what is expired, broken or left over from processes that died, and returns how many files that were. */
    int purge() throws IOException;

    /** Removes every session and returns how many there were. The key file stays. */
    int clear() throws IOException;

    /**
     * One file.
     *
     * @param file its name
     * @param offer what {@code take} would say of it; the session of this offer is a view that cannot be resumed or sealed
     * @param modified when it was written
     */
    record Entry(String file, SessionOffer offer, Instant modified) {}
}

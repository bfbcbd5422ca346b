package tfo.testkit.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;

/** Opens directories of one provider, and makes sessions for them without any handshake. */
public interface SessionDirectories {

    /** The directory at this path; makes it if it is not there. */
    SessionDirectory open(Path directory) throws IOException;

    /** A session with this number as the early data that it promises. */
    SessionData session(SessionKey key, int number, Instant issued, Duration lifetime);
}

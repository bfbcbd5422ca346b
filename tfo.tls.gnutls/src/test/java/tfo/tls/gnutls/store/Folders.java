package tfo.tls.gnutls.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;
import tfo.api.tls.TlsVersion;
import tfo.testkit.tls.SessionDirectories;

/** This provider's directories, with sessions that no library made. */
public final class Folders implements SessionDirectories {
    /** For other processes. */
    public Folders() {}

    @Override
    public SessionDirectory open(Path directory) throws IOException {
        return SessionFolder.open(directory, Sessions.LIBRARY);
    }

    @Override
    public SessionData session(SessionKey key, int number, Instant issued, Duration lifetime) {
        byte[] blob = new byte[800];
        new Random(number).nextBytes(blob);
        return StoredSession.of(
                key, TlsVersion.TLS_1_3, "X25519", issued, issued.plus(lifetime), number, Sessions.LIBRARY, blob);
    }
}

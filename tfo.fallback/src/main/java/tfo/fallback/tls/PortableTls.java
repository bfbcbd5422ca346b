package tfo.fallback.tls;

import java.util.Objects;
import tfo.api.Availability;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsServer;

/** Makes clients and servers out of the JDK's engines. */
public final class PortableTls {
    private PortableTls() {}

    /** A client to be. */
    public static TlsClient.Builder client() {
        return new ClientBuilder();
    }

    /** A server to be. */
    public static TlsServer.Builder server() {
        return new ServerBuilder();
    }

    /** Refuses: sealed sessions are other libraries'. */
    public static SessionOffer openSession(byte[] sealed) {
        Objects.requireNonNull(sealed, "sealed");
        return SessionOffer.refused(
                SessionRefusal.OTHER_LIBRARY, "JSSE resumes no session but those in its own memory");
    }

    /** A directory that never holds anything. */
    public static SessionDirectory sessionDirectory() {
        return NoSessionDirectory.INSTANCE;
    }

    /** Whether JSSE can do this. */
    public static Availability supports(TlsFeature feature) {
        return Features.of(feature);
    }

    /** JSSE and its version. */
    public static String library() {
        return "JSSE of JDK " + Runtime.version().feature();
    }
}

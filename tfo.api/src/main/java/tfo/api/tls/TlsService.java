package tfo.api.tls;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;
import tfo.api.Availability;

/**
 * Makes TLS clients and servers.
 *
 * <p>A provider is registered as an OSGi service and as a {@link java.util.ServiceLoader} provider. Any of them works over the
 * sockets of any {@link tfo.api.socket.FastOpenSockets}. What one cannot do {@link #supports} tells beforehand. All methods may
 * be called by any thread.
 */
@ProviderType
public interface TlsService {

    /** A client that verifies servers against the system's trust store until told otherwise. */
    TlsClient.Builder client();

    /** A server; it cannot be built without an {@link Identity}. */
    TlsServer.Builder server();

    /**
     * Opens the seal of a session. Bytes that were changed, cut, sealed under another secret or by another version of the library
     * are refused with the reason; whatever they are, nothing worse happens.
     *
     * @param sealed what {@link SessionData#seal} returned
     * @return the session, or why there is none
     */
    SessionOffer openSession(byte[] sealed, SessionSecret secret);

    /**
     * Opens a directory where many processes keep their sessions, and makes it, and its key file, if they are not there.
     * Where {@link TlsFeature#SESSION_EXPORT} is missing, nothing is ever put there or found there.
     *
     * @throws java.nio.file.AccessDeniedException if the directory or the key file may be read by others than their owner
     * @throws IOException if it cannot be made, read or written
     */
    SessionDirectory sessionDirectory(Path directory) throws IOException;

    /** Whether this provider, on this machine, has the feature, or why not. */
    Availability supports(TlsFeature feature);

    /** Whether the library behind this service is present and new enough, or why not and what to install. */
    Availability availability();

    /** The library and its version, such as {@code GnuTLS 3.7.9}; without a version where there is no library. */
    String library();

    /** The provider's name, such as {@code gnutls} or {@code jsse}. */
    String name();

    /** Orders the providers: of the usable ones {@link #best()} takes the highest. The same number is the service's ranking. */
    int ranking();

    /**
     * The usable provider with the highest ranking, found by {@link java.util.ServiceLoader} on the class path or module path.
     * The result may be kept.
     *
     * @throws IllegalStateException if there is none; or inside an OSGi framework, where the service is to be used instead
     */
    static TlsService best() {
        return TlsProviders.best();
    }
}

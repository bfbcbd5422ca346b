package tfo.tls.gnutls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import tfo.api.Availability;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;
import tfo.tls.gnutls.library.Natives;
import tfo.tls.gnutls.session.ClientBuilder;
import tfo.tls.gnutls.session.Library;
import tfo.tls.gnutls.session.ServerBuilder;
import tfo.tls.gnutls.store.SessionFolder;
import tfo.tls.gnutls.store.SessionSeal;

/**
 * TLS by the system's libgnutls, 3.6.5 or newer. The system property {@code tfo.tls.gnutls.disable=true} makes instances made from
 * then on unavailable.
 */
@Component(
        service = TlsService.class,
        property = {"service.ranking:Integer=" + GnuTlsService.RANKING, "tfo.provider=" + GnuTlsService.NAME})
@SatisfyingConditionTarget("(osgi.condition.id=" + NativeGate.CONDITION + ")")
public final class GnuTlsService implements TlsService {
    static final int RANKING = 100;
    static final String NAME = "gnutls";

    private static final String OLDEST = "3.6.5";
    private static final String INSTALL =
            "; on Debian and Ubuntu: apt install libgnutls30 (libgnutls30t64 on newer ones)";

    private final Availability availability = probe();

    /** Made by the service registry or by {@link java.util.ServiceLoader}. */
    public GnuTlsService() {}

    @Override
    public TlsClient.Builder client() {
        return new ClientBuilder(usable());
    }

    @Override
    public TlsServer.Builder server() {
        return new ServerBuilder(usable());
    }

    @Override
    public SessionOffer openSession(byte[] sealed, SessionSecret secret) {
        return SessionSeal.open(sealed, secret, usable().version());
    }

    @Override
    public SessionDirectory sessionDirectory(Path directory) throws IOException {
        return SessionFolder.open(Objects.requireNonNull(directory, "directory"), usable().version());
    }

    @Override
    public Availability supports(TlsFeature feature) {
        if (!availability.usable()) {
            return availability;
        }
        return switch (feature) {
            case KEY_LOG ->
                usable().has("gnutls_session_set_keylog_function")
                        ? Availability.ready()
                        : Availability.missing(library() + " logs no keys; that came with 3.6.13");
            case EARLY_DATA ->
                usable().earlyDataIsUseful()
                        ? Availability.ready()
                        : Availability.missing(
                                library() + " sends early data after the ServerHello only; 3.7.2 does better");
            case BUILTIN_TRANSPORT,
                    EARLY_DATA_SERVER,
                    SESSION_EXPORT,
                    TICKET_KEY,
                    TICKET_COUNT,
                    PRIORITY,
                    OCSP_STAPLING,
                    EXPORTER,
                    TLS_UNIQUE -> Availability.ready();
        };
    }

    @Override
    public Availability availability() {
        return availability;
    }

    @Override
    public String library() {
        return availability.usable() ? Native.LIBRARY.version() : "GnuTLS";
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int ranking() {
        return RANKING;
    }

    private Library usable() {
        if (!availability.usable()) {
            throw new IllegalStateException("tfo.tls.gnutls is not available: " + availability.reason());
        }
        return Native.LIBRARY;
    }

    private static Availability probe() {
        String system = System.getProperty("os.name", "");
        if (!system.equals("Linux")) {
            return Availability.missing("this is " + system + ", not Linux");
        }
        if (Boolean.getBoolean("tfo.tls.gnutls.disable")) {
            return Availability.missing("the system property tfo.tls.gnutls.disable is set");
        }
        try {
            return Native.AVAILABILITY;
        } catch (LinkageError | RuntimeException e) {
            // A second attempt says only that there was a first; that one is its cause.
            Throwable first = e.getCause() == null ? e : e.getCause();
            return Availability.missing("libgnutls.so.30 cannot be used: " + first.getMessage() + INSTALL);
        }
    }

    /** The native side, loaded when first touched, and shared. */
    private static final class Native {
        static final Library LIBRARY = Library.of(Natives.load());
        static final Availability AVAILABILITY = LIBRARY.isAtLeast(OLDEST)
                ? Availability.ready()
                : Availability.missing(LIBRARY.version() + " is older than " + OLDEST + INSTALL);
    }
}

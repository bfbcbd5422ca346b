package tfo.fallback;

import java.nio.file.Path;
import java.util.Objects;
import org.osgi.service.component.annotations.Component;
import tfo.api.Availability;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;
import tfo.fallback.tls.PortableTls;

/**
 * TLS by the JDK's own engines (JSSE): usable wherever a JDK runs. Over sockets with Fast Open its ClientHello rides in the SYN. It
 * resumes sessions of the same {@link TlsClient}, in the same process; it cannot give them away.
 */
@Component(
        service = TlsService.class,
        property = {"service.ranking:Integer=" + JsseTls.RANKING, "tfo.provider=" + JsseTls.NAME})
public final class JsseTls implements TlsService {
    static final String NAME = "jsse";
    static final int RANKING = -1000;

    /** Made by the service registry and by {@link java.util.ServiceLoader}. */
    public JsseTls() {}

    @Override
    public TlsClient.Builder client() {
        return PortableTls.client();
    }

    @Override
    public TlsServer.Builder server() {
        return PortableTls.server();
    }

    @Override
    public SessionOffer openSession(byte[] sealed, SessionSecret secret) {
        Objects.requireNonNull(secret, "secret");
        return PortableTls.openSession(sealed);
    }

    /** A directory that never holds anything: nothing is made on the disk. */
    @Override
    public SessionDirectory sessionDirectory(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return PortableTls.sessionDirectory();
    }

    @Override
    public Availability supports(TlsFeature feature) {
        return PortableTls.supports(feature);
    }

    @Override
    public Availability availability() {
        return Availability.ready();
    }

    @Override
    public String library() {
        return PortableTls.library();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int ranking() {
        return RANKING;
    }
}

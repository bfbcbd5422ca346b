package tfo.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import tfo.api.socket.Availability;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsService;
import tfo.api.tls.Trust;
import tfo.cli.core.Alpn;
import tfo.cli.core.Catalogue;
import tfo.cli.core.Failure;

/** How {@code get} speaks TLS. */
final class TlsClientOptions {
    @Option(
            names = {"--tls", "--tls-provider"},
            paramLabel = "NAME",
            description = "For https: use the TLS of this provider (gnutls, jsse), not the best one.")
    private Optional<String> provider = Optional.empty();

    @Option(
            names = "--trust",
            paramLabel = "PEM",
            description = "For https: believe the certificates in this file, and no others.")
    private Optional<Path> trust = Optional.empty();

    @Option(
            names = "--alpn",
            paramLabel = "NAME",
            defaultValue = "http/1.1",
            description = "For https: offer these application protocols, separated by commas "
                    + "(default: ${DEFAULT-VALUE}).")
    private Alpn alpn = new Alpn(List.of());

    @Option(
            names = "--sessions",
            paramLabel = "DIR",
            description = "For https: keep sessions in this folder, for this and other processes to resume. "
                    + "By default they are kept in memory, for --repeat.")
    private Optional<Path> sessions = Optional.empty();

    TlsClient client() throws IOException, Failure {
        TlsService service = Catalogue.loadTls().service(provider);
        TlsClient.Builder builder = service.client().alpn(alpn.names());
        if (trust.isPresent()) {
            builder.trust(Trust.pem(trust.get()));
        }
        if (sessions.isPresent()) {
            builder.sessions(store(service, sessions.get()));
        }
        return builder.build();
    }

    private static SessionStore store(TlsService service, Path folder) throws IOException, Failure {
        Availability export = service.supports(TlsFeature.SESSION_EXPORT);
        if (!export.usable()) {
            throw new Failure(service.name() + " cannot keep sessions in a folder: " + export.reason());
        }
        return service.sessionDirectory(folder);
    }
}

package tfo.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tfo.api.tls.EarlyDataPolicy;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsService;
import tfo.cli.core.Catalogue;
import tfo.cli.core.Failure;
import tfo.cli.sessions.Folder;

/** How {@code get} speaks TLS. */
final class TlsClientOptions {
    @Option(
            names = {"--tls", "--tls-provider"},
            paramLabel = "NAME",
            description = "In TLS, use this provider (gnutls, jsse), not the best one.")
    private Optional<String> provider = Optional.empty();

    @Option(
            names = "--sessions",
            paramLabel = "DIR",
            description = "In TLS, keep sessions in this folder, for this and other processes to resume; "
                    + "it is made if it is not there. By default they are kept in memory, for --repeat.")
    private Optional<Path> sessions = Optional.empty();

    @Option(
            names = "--early-data",
            description =
                    "In TLS, send a request without a query together with the ClientHello where a session allows that (RFC 8446 "
                            + "section 8: it can be replayed). What the server does not take follows the handshake.")
    private boolean earlyData;

    @Mixin
    private TlsPeerOptions peer = new TlsPeerOptions();

    TlsClient client() throws IOException, Failure {
        TlsService service = Catalogue.loadTls().service(provider);
        TlsClient.Builder builder = peer.client(service);
        if (sessions.isPresent()) {
            builder.sessions(Folder.made(service, sessions.get()));
        }
        if (earlyData) {
            builder.earlyData(EarlyDataPolicy.httpGet());
        }
        return builder.build();
    }

    boolean earlyData() {
        return earlyData;
    }
}

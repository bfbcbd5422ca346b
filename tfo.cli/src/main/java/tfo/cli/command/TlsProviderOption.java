package tfo.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;
import tfo.api.tls.TlsService;
import tfo.cli.core.Catalogue;
import tfo.cli.core.Failure;

/** Whose TLS a command uses. */
final class TlsProviderOption {
    @Option(
            names = "--tls-provider",
            paramLabel = "NAME",
            description = "Use the TLS of this provider (gnutls, jsse), not the best one.")
    private Optional<String> provider = Optional.empty();

    TlsService service() throws Failure {
        return Catalogue.loadTls().service(provider);
    }
}

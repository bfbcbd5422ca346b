package tfo.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;
import tfo.api.socket.FastOpenSockets;
import tfo.cli.core.Catalogue;
import tfo.cli.core.Failure;

/** Whose sockets a command uses. */
final class ProviderOption {
    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = "Use the sockets of this provider (linux, fallback), not the best ones.")
    private Optional<String> provider = Optional.empty();

    FastOpenSockets sockets() throws Failure {
        return Catalogue.loadSockets().service(provider);
    }
}

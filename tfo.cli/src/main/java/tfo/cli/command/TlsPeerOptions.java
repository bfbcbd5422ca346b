package tfo.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsService;
import tfo.api.tls.Trust;
import tfo.cli.core.Alpn;

/** Whom a client of TLS believes and what it speaks. */
final class TlsPeerOptions {
    @Option(
            names = "--trust",
            paramLabel = "PEM",
            description = "In TLS, believe the certificates in this file and no others (default: the system's).")
    private Optional<Path> trust = Optional.empty();

    @Option(
            names = "--alpn",
            paramLabel = "NAME",
            defaultValue = "http/1.1",
            description = "In TLS, offer these application protocols, separated by commas; '' for none "
                    + "(default: ${DEFAULT-VALUE}).")
    private Alpn alpn = Alpn.NONE;

    TlsClient.Builder client(TlsService service) throws IOException {
        TlsClient.Builder builder = service.client().alpn(alpn.names());
        return trust.isPresent() ? builder.trust(Trust.pem(trust.get())) : builder;
    }
}

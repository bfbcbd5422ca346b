package tfo.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsServer;
import tfo.cli.core.Alpn;
import tfo.cli.core.Failure;
import tfo.cli.serve.Security;
import tfo.cli.serve.TicketKey;

/** How {@code serve} speaks TLS. */
final class TlsServerOptions {
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

    @Option(names = "--tls", description = "Serve by TLS; takes --cert and --key.")
    private boolean on;

    @Option(
            names = "--cert",
            paramLabel = "PEM",
            description = "The certificate of the server, and those that lead to its authority.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--key", paramLabel = "PEM", description = "The private key of the certificate, not encrypted.")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--ticket-key",
            paramLabel = "FILE",
            description = "Share the 64 secret bytes of the tickets with other servers through this file, "
                    + "which is made if it is not there. By default tickets are good for this process only.")
    private Optional<Path> ticketKey = Optional.empty();

    @Option(
            names = "--alpn",
            paramLabel = "NAME",
            description =
                    "Speak these application protocols, separated by commas (default: http/1.1, with --echo any).")
    private Optional<Alpn> alpn = Optional.empty();

    @Mixin
    private TlsProviderOption provider = new TlsProviderOption();

    /** Complains about what contradicts itself. */
    void check(CommandSpec spec) {
        if (on && (certificate.isEmpty() || key.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "--tls needs --cert PEM and --key PEM");
        }
        if (!on && (certificate.isPresent() || key.isPresent() || ticketKey.isPresent() || alpn.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(), "--cert, --key, --ticket-key and --alpn are for --tls only");
        }
    }

    /** What the connections are put into; {@code usual} is spoken unless the user says otherwise. */
    Security security(Alpn usual) throws IOException, Failure {
        return on ? Security.tls(server(alpn.orElse(usual))) : Security.none();
    }

    private TlsServer server(Alpn protocols) throws IOException, Failure {
        TlsServer.Builder builder = provider.service()
                .server()
                .identity(Identity.pem(certificate.orElseThrow(), key.orElseThrow()))
                .alpn(protocols.names())
                .handshakeTimeout(HANDSHAKE_LIMIT);
        if (ticketKey.isEmpty()) {
            return builder.build();
        }
        byte[] secret = TicketKey.file(ticketKey.get());
        try {
            return builder.ticketKey(secret).build();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}

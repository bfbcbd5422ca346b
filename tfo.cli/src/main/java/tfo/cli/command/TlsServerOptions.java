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
import tfo.api.tls.ReplayGuard;
import tfo.api.tls.TlsServer;
import tfo.cli.core.Alpn;
import tfo.cli.core.Failure;
import tfo.cli.serve.SecretFile;
import tfo.cli.serve.Security;

/** How {@code serve} speaks TLS. */
final class TlsServerOptions {
    private static final int EARLY_DATA_LIMIT = 16384;
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
            names = "--early-data",
            description = "Take requests that come before the handshake is done, up to 16,384 bytes each, and print "
                    + "EXEC and its number for each request executed.")
    private boolean earlyData;

    @Option(
            names = "--replay-guard",
            paramLabel = "DIR",
            description = "Remember in this folder what early data was taken, together with other servers that do. "
                    + "By default each server remembers for itself.")
    private Optional<Path> replayGuard = Optional.empty();

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
        if (earlyData ? !on : replayGuard.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--early-data is for --tls only, --replay-guard for --early-data only");
        }
        if (!on && (certificate.isPresent() || key.isPresent() || ticketKey.isPresent() || alpn.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(), "--cert, --key, --ticket-key and --alpn are for --tls only");
        }
    }

    /** Whether requests may come as early data. */
    boolean takesEarlyData() {
        return earlyData;
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
                .earlyData(earlyData ? EARLY_DATA_LIMIT : 0)
                .handshakeTimeout(HANDSHAKE_LIMIT);
        if (replayGuard.isPresent()) {
            builder.replayGuard(ReplayGuard.inDirectory(replayGuard.get()));
        }
        if (ticketKey.isEmpty()) {
            return builder.build();
        }
        byte[] secret = SecretFile.TICKET_KEY.read(ticketKey.get());
        try {
            return builder.ticketKey(secret).build();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}

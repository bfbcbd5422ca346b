package tfo.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsService;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.core.HostPort;
import tfo.cli.core.Progress;
import tfo.cli.probe.Probe;
import tfo.cli.probe.ProbeReport;
import tfo.cli.probe.TlsProbe;
import tfo.cli.probe.TlsProbeReport;

@Command(
        name = "probe",
        description = "Tell whether a server grants cookies and takes data in the SYN, by three connections; "
                + "with --tls, by two more, whether it resumes sessions. "
                + "The exit status is 0 if it takes data in the SYN; with --tls, if the handshake succeeds.")
final class ProbeCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "HOST:PORT", description = "The server.")
    private HostPort peer = new HostPort("localhost", 80);

    @Option(
            names = "--data",
            paramLabel = "TEXT",
            description =
                    "What to put into the SYN; \\r, \\n, \\t, \\\\ and \\xHH are understood. It may arrive twice. "
                            + "By default an HTTP HEAD request, a TLS ClientHello or an empty line, as fits the port.")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description = "Give up on a connection after this long (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ZERO;

    @Option(names = "--tls", description = "Probe TLS, too: what is agreed on, tickets, resumption.")
    private boolean tls;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ProviderOption provider = new ProviderOption();

    @Mixin
    private TlsProviderOption tlsProvider = new TlsProviderOption();

    @Mixin
    private TlsPeerOptions tlsPeer = new TlsPeerOptions();

    ProbeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, Failure {
        if (tls && data.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--data and --tls exclude each other");
        }
        ProbeReport report = tls ? probeTls() : probe(data.map(Escapes::bytes));
        if (json) {
            console.out().println(report.json());
        } else {
            console.out().print(report.words());
        }
        if (!tls && !report.takesData()) {
            throw new Failure(report.verdict());
        }
        return 0;
    }

    private ProbeReport probe(Optional<byte[]> bytes) throws IOException, Failure {
        try (Progress progress = new Progress(console)) {
            progress.show("connecting to " + peer + " three times ...");
            return new Probe(provider.sockets(), timeout).run(peer, bytes);
        }
    }

    private ProbeReport probeTls() throws IOException, Failure {
        TlsService service = tlsProvider.service();
        boolean showsTickets = service.supports(TlsFeature.SESSION_EXPORT).usable();
        TlsClient.Builder settings = tlsPeer.client(service);
        try (Progress progress = new Progress(console)) {
            progress.show("connecting to " + peer + " five times ...");
            TlsProbeReport found = new TlsProbe(provider.sockets(), settings, showsTickets, timeout).run(peer);
            return new Probe(provider.sockets(), timeout)
                    .runWithClientHello(peer)
                    .with(found);
        }
    }
}

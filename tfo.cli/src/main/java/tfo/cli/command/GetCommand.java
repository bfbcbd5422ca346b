package tfo.cli.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.core.HostPort;
import tfo.cli.core.Progress;
import tfo.cli.fetch.Fetch;
import tfo.cli.fetch.FetchReport;
import tfo.cli.fetch.FetchRequest;
import tfo.cli.http.Fields;
import tfo.cli.http.Target;

@Command(
        name = "get",
        description = "Get a URL by one HTTP/1.1 request per connection, whose bytes ride in the SYN; "
                + "of https the ClientHello does. "
                + "The body goes to standard output, a report to standard error.")
final class GetCommand implements Callable<Integer> {
    // How often TCP_INFO is read.
    private static final Duration WATCH = Duration.ofMillis(20);

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "URL", description = "http://HOST[:PORT]/PATH or https://HOST[:PORT]/PATH")
    private Target target = Target.parse("http://localhost/");

    @Option(
            names = "--connect-to",
            paramLabel = "HOST:PORT",
            description = "Connect there instead of to the host that the URL names.")
    private Optional<HostPort> connectTo = Optional.empty();

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Do it N times, each over a new connection.")
    private int repeat = 1;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "Give up if the answer has not begun after this long, or stands still for as long "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--tcp-info",
            description =
                    "Tell what the kernel knew of the connection when it was closed, as ss -ti does, and its throughput, "
                            + "round-trip time and retransmissions over time.")
    private boolean tcpInfo;

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "Send this field, too. Can be repeated.")
    private List<Fields.Field> fields = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the body into this file; with --repeat it holds the last one.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--json",
            description = "Print one JSON object per request instead of the body, which is read all the same.")
    private boolean json;

    @Mixin
    private ProviderOption provider = new ProviderOption();

    @Mixin
    private TlsClientOptions tls = new TlsClientOptions();

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, Failure {
        if (repeat < 1 || timeout.isZero()) {
            throw new ParameterException(spec.commandLine(), "--repeat and --timeout must be more than zero");
        }
        if (tls.earlyData() && !target.secure()) {
            throw new ParameterException(spec.commandLine(), "--early-data is for https");
        }
        FetchRequest request = new FetchRequest(target, connectTo, timeout, fields);
        if (target.secure()) {
            try (TlsClient client = tls.client()) {
                fetchAll(Fetch.secure(provider.sockets(), client, request, tls.earlyData()));
            }
        } else {
            fetchAll(Fetch.plain(provider.sockets(), request));
        }
        if (console.out().checkError()) {
            throw new Failure("standard output was closed");
        }
        return 0;
    }

    private void fetchAll(Fetch plain) throws IOException {
        Fetch fetch = tcpInfo ? plain.watching(WATCH) : plain;
        for (int i = 0; i < repeat; i++) {
            report(fetchOnce(fetch));
        }
    }

    private FetchReport fetchOnce(Fetch fetch) throws IOException {
        try (Progress progress = new Progress(console);
                OutputStream body = body()) {
            progress.show("getting " + target.resource() + " from " + connectTo.orElse(target.origin()) + " ...");
            return fetch.run(body);
        }
    }

    private OutputStream body() throws IOException {
        if (output.isPresent()) {
            return Files.newOutputStream(output.get());
        }
        return json ? OutputStream.nullOutputStream() : new Unclosed(console.out());
    }

    private void report(FetchReport report) {
        if (json) {
            console.out().println(report.json());
        } else {
            console.err().println(report.words());
        }
    }

    /** Standard output outlives each body. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}

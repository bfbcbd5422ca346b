package tfo.cli.gogo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import tfo.api.socket.AvoidedPath;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsService;
import tfo.cli.core.Catalogue;
import tfo.cli.core.Failure;
import tfo.cli.core.HostPort;
import tfo.cli.core.Provider;
import tfo.cli.doctor.DiagnosisText;
import tfo.cli.doctor.Doctor;
import tfo.cli.doctor.Elsewhere;
import tfo.cli.fetch.Fetch;
import tfo.cli.fetch.FetchReport;
import tfo.cli.fetch.FetchRequest;
import tfo.cli.http.Target;
import tfo.cli.options.OptionSurvey;
import tfo.cli.probe.Probe;
import tfo.cli.probe.TlsProbe;
import tfo.cli.probe.TlsProbeReport;
import tfo.cli.sessions.Folder;
import tfo.cli.sessions.SessionRow;

/** The commands {@code tfo:doctor}, {@code tfo:probe} and so on of an OSGi shell, over the providers in its registry. */
@Component(
        service = TfoCommands.class,
        property = {
            "osgi.command.scope=tfo",
            "osgi.command.function=doctor",
            "osgi.command.function=providers",
            "osgi.command.function=probe",
            "osgi.command.function=get",
            "osgi.command.function=sessions",
            "osgi.command.function=options",
            "osgi.command.function=paths",
            "osgi.command.function=forget"
        })
public final class TfoCommands {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final List<String> HTTP = List.of("http/1.1");
    private static final Duration GET_TIMEOUT = Duration.ofSeconds(30);

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<FastOpenSockets> services = List.of();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<TlsService> tlsServices = List.of();

    /** What works on this machine, and why the rest does not. */
    public String doctor() throws Failure {
        return DiagnosisText.of(new Doctor(catalogue(), tlsCatalogue(), Elsewhere.NOWHERE).examine());
    }

    /** The providers of sockets and those of TLS, best first. */
    public String providers() {
        return Stream.concat(
                        catalogue().providers().stream().map(TfoCommands::line),
                        tlsCatalogue().providers().stream().map(TfoCommands::line))
                .collect(Collectors.joining("\n"));
    }

    private static String line(Provider<?> provider) {
        String state = provider.availability().usable() ? "usable" : "cannot be used";
        String reason = provider.availability().reason();
        return provider.name() + " " + provider.ranking() + " " + state + (reason.isEmpty() ? "" : ": " + reason);
    }

    /** Whether a server, given as HOST:PORT, takes data in the SYN. */
    public String probe(String hostPort) throws IOException, Failure {
        HostPort peer = HostPort.parse(hostPort);
        return new Probe(best(), PROBE_TIMEOUT).run(peer, Optional.empty()).words();
    }

    /** The same, and with the option {@code --tls} what it does in TLS, too. */
    public String probe(String hostPort, String option) throws IOException, Failure {
        if (!option.equals("--tls")) {
            throw new Failure("there is no option " + option + " but --tls");
        }
        HostPort peer = HostPort.parse(hostPort);
        TlsService service = bestTls();
        boolean showsTickets = service.supports(TlsFeature.SESSION_EXPORT).usable();
        TlsProbe probe = new TlsProbe(best(), service.client().alpn(HTTP), showsTickets, PROBE_TIMEOUT);
        TlsProbeReport found = probe.run(peer);
        return new Probe(best(), PROBE_TIMEOUT)
                .runWithClientHello(peer)
                .with(found)
                .words();
    }

    /** Gets a URL with the request, or the ClientHello, in the SYN: the body and a report. */
    public String get(String url) throws IOException, Failure {
        FetchRequest request = new FetchRequest(Target.parse(url), Optional.empty(), GET_TIMEOUT, List.of());
        if (!request.target().secure()) {
            return get(Fetch.plain(best(), request));
        }
        try (TlsClient client = bestTls().client().alpn(HTTP).build()) {
            return get(Fetch.secure(best(), client, request, false));
        }
    }

    private static String get(Fetch fetch) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        FetchReport report = fetch.run(body);
        return body.toString(StandardCharsets.UTF_8) + "\n" + report.words();
    }

    /** What is in a folder of sessions. */
    public String sessions(String folder) throws IOException, Failure {
        return Folder.existing(bestTls(), Path.of(folder)).list().stream()
                .map(entry -> new SessionRow(entry).words())
                .collect(Collectors.joining("\n"));
    }

    /** Tries every option of TCP sockets on this machine: what can be read, set and inherited in which state. */
    public String options() throws IOException, Failure {
        return new OptionSurvey(best()).report().words();
    }

    /** The addresses that are connected to without Fast Open for a while. */
    public List<AvoidedPath> paths() throws Failure {
        return best().avoidedPaths();
    }

    /** Forgets {@link #paths()}. */
    public void forget() throws Failure {
        best().forgetAvoidedPaths();
    }

    private FastOpenSockets best() throws Failure {
        return catalogue().service(Optional.empty());
    }

    private TlsService bestTls() throws Failure {
        return tlsCatalogue().service(Optional.empty());
    }

    private Catalogue<TlsService> tlsCatalogue() {
        return Catalogue.ofTls(tlsServices);
    }

    private Catalogue<FastOpenSockets> catalogue() {
        return Catalogue.ofSockets(services);
    }
}

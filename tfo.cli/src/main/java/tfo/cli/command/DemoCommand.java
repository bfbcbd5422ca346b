package tfo.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tfo.cli.core.Catalogue;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.core.Progress;
import tfo.cli.demo.Demo;
import tfo.cli.demo.DemoPage;
import tfo.cli.demo.DemoPicture;
import tfo.cli.demo.DemoPlan;
import tfo.cli.demo.DemoResult;
import tfo.cli.demo.DemoServer;
import tfo.cli.demo.Stacks;
import tfo.cli.demo.TerminalBars;
import tfo.lab.PrivateNamespace;

@Command(
        name = "demo",
        description =
                "Race plain TCP, Fast Open, TLS, resumed sessions and early data, the JDK's and ours, over a slow line in a "
                        + "private network of this process.")
final class DemoCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--rtt",
            paramLabel = "DURATION",
            defaultValue = "50ms",
            description = "The round trip of the line (default: ${DEFAULT-VALUE}).")
    private Duration rtt = Duration.ZERO;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Take each way N times, in turn (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--server",
            paramLabel = "own|nginx",
            defaultValue = "own",
            description = "Who answers: our own server, or nginx if it is installed (default: ${DEFAULT-VALUE}).")
    private String server = "";

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page that draws the packets of one connection of each kind.")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "Write a picture of the packets of the JDK's connection and of the fastest, side by side.")
    private Optional<Path> svg = Optional.empty();

    @Option(names = "--json", description = "Print a JSON array with a row for each way to connect.")
    private boolean json;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, Failure {
        DemoPlan plan = plan();
        if (!PrivateNamespace.inside()) {
            return relaunch();
        }
        DemoResult result = race(plan);
        result.notes().forEach(note -> console.err().println("tfo: not raced here: " + note));
        console.out().print(json ? result.json() + "\n" : TerminalBars.of(result, unicode()));
        if (html.isPresent()) {
            Files.writeString(html.get(), DemoPage.html(result));
        }
        if (svg.isPresent()) {
            Files.writeString(svg.get(), DemoPicture.svg(result));
        }
        if (result.shortcoming().isPresent()) {
            throw new Failure(result.shortcoming().get());
        }
        return 0;
    }

    private DemoPlan plan() {
        try {
            return new DemoPlan(rtt, rounds, DemoServer.named(server));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static int relaunch() throws IOException, Failure {
        Optional<String> obstacle = PrivateNamespace.obstacle();
        if (obstacle.isPresent()) {
            throw new Failure("no private network namespace can be made here: " + obstacle.get());
        }
        return PrivateNamespace.relaunch();
    }

    private DemoResult race(DemoPlan plan) throws IOException, Failure {
        Stacks stacks = Stacks.of(Catalogue.loadSockets(), Catalogue.loadTls());
        try (Progress progress = new Progress(console)) {
            return new Demo(stacks, progress::show).run(plan);
        }
    }

    private static boolean unicode() {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(System::getenv)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .map(value -> value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"))
                .orElse(false);
    }
}

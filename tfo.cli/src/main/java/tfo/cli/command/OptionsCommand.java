package tfo.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.options.OptionReport;
import tfo.cli.options.OptionSurvey;

@Command(
        name = "options",
        description =
                "Try every option of TCP sockets on this machine: read, set before connect, on a listener and on a connection, "
                        + "and whether accepted connections inherit it. What the words mean stands below the table.")
final class OptionsCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print a JSON object with an array of rows.")
    private boolean json;

    @Mixin
    private ProviderOption provider = new ProviderOption();

    OptionsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure, IOException {
        OptionReport report = new OptionSurvey(provider.sockets()).report();
        if (json) {
            console.out().println(report.json());
        } else {
            console.out().print(report.words());
        }
        return 0;
    }
}

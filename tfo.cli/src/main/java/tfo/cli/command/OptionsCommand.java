package tfo.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.core.Json;
import tfo.cli.options.OptionRow;
import tfo.cli.options.OptionSurvey;
import tfo.cli.options.OptionTable;

@Command(
        name = "options",
        description =
                "Try every option of TCP sockets on this machine: read, set before connect, on a listener and on a connection, "
                        + "and whether accepted connections inherit it.")
final class OptionsCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print a JSON array of rows.")
    private boolean json;

    @Mixin
    private ProviderOption provider = new ProviderOption();

    OptionsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure, IOException {
        List<OptionRow> rows = new OptionSurvey(provider.sockets()).rows();
        if (json) {
            console.out().println(Json.text(rows.stream().map(OptionRow::json).toList()));
        } else {
            console.out().print(OptionTable.of(rows));
        }
        return 0;
    }
}

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
import tfo.cli.sessions.SessionRow;

@Command(name = "list", description = "Tell what is in the folder, the newest first; takes nothing.")
final class SessionsListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private SessionsFolder folder = new SessionsFolder();

    @Option(names = "--json", description = "Print a JSON array with a row for each file.")
    private boolean json;

    SessionsListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, Failure {
        List<SessionRow> rows =
                folder.existing().list().stream().map(SessionRow::new).toList();
        if (json) {
            console.out().println(Json.text(rows.stream().map(SessionRow::json).toList()));
        } else {
            rows.forEach(row -> console.out().println(row.words()));
        }
        return 0;
    }
}

package tfo.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tfo.api.tls.SessionDirectory;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.core.JsonObject;

@Command(name = "purge", description = "Remove what is expired, broken or left over from programs that died.")
final class SessionsPurgeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private SessionsFolder folder = new SessionsFolder();

    @Option(names = "--all", description = "Remove the good sessions, too. The folder's key stays.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    SessionsPurgeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, Failure {
        SessionDirectory directory = folder.existing();
        int removed = directory.purge() + (all ? directory.clear() : 0);
        int left = directory.list().size();
        if (json) {
            console.out().println(new JsonObject().put("removed", removed).put("left", left));
        } else {
            console.out().println(removed + " removed, " + left + " left");
        }
        return 0;
    }
}

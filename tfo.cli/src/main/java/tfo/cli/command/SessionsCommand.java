package tfo.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tfo.cli.core.Console;

@Command(
        name = "sessions",
        description = "Look after a folder of TLS sessions, as get --sessions fills it.",
        synopsisSubcommandLabel = "COMMAND")
final class SessionsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine with(Console console) {
        return new CommandLine(new SessionsCommand())
                .addSubcommand(new SessionsListCommand(console))
                .addSubcommand(new SessionsExportCommand(console))
                .addSubcommand(new SessionsImportCommand(console))
                .addSubcommand(new SessionsPurgeCommand(console));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command given; there are "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}

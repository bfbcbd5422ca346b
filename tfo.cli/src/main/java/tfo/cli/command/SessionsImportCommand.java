package tfo.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.sessions.SealedFile;

@Command(
        name = "import",
        description = "Put a session that was exported into the folder, which is made if it is not there. "
                + "The file stays; it serves once, so remove it.")
final class SessionsImportCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private SessionsFolder folder = new SessionsFolder();

    @Parameters(index = "1", paramLabel = "FILE", description = "The file that export wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            required = true,
            description = "The 32 secret bytes it is sealed under.")
    private Path secret = Path.of("");

    SessionsImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, Failure {
        String session = new SealedFile(file, secret).importInto(folder.made(), folder.service());
        console.err().println("put into the folder: " + session);
        return 0;
    }
}

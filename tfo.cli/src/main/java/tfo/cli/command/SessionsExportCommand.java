package tfo.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.core.HostPort;
import tfo.cli.sessions.SealedFile;

@Command(
        name = "export",
        description = "Take the newest session out of the folder and write it into a file, sealed under a secret. "
                + "A session serves once: it is no longer in the folder then.")
final class SessionsExportCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private SessionsFolder folder = new SessionsFolder();

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write, which must not be there yet.")
    private Path file = Path.of("");

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            required = true,
            description = "The 32 secret bytes to seal it under; made if it is not there.")
    private Path secret = Path.of("");

    @Option(names = "--key", paramLabel = "HOST:PORT", description = "Only a session of this server.")
    private Optional<HostPort> peer = Optional.empty();

    SessionsExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, Failure {
        String session = new SealedFile(file, secret).exportFrom(folder.existing(), peer);
        console.err().println("taken out of the folder and written to " + file + ": " + session);
        return 0;
    }
}

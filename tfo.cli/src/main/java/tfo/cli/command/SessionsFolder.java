package tfo.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.TlsService;
import tfo.cli.core.Failure;
import tfo.cli.sessions.Folder;

/** Which folder, and whose sessions. */
final class SessionsFolder {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of("");

    @Mixin
    private TlsProviderOption provider = new TlsProviderOption();

    TlsService service() throws Failure {
        return provider.service();
    }

    SessionDirectory existing() throws IOException, Failure {
        return Folder.existing(service(), folder);
    }

    SessionDirectory made() throws IOException, Failure {
        return Folder.made(service(), folder);
    }
}

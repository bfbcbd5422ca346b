package tfo.cli.sessions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsService;
import tfo.cli.core.Failure;

/** Opens folders of sessions. */
public final class Folder {
    private Folder() {}

    /**
     * This folder, which is made if it is not there.
     *
     * @throws Failure if the provider cannot keep sessions in folders
     */
    public static SessionDirectory made(TlsService service, Path folder) throws IOException, Failure {
        Optional<String> obstacle = service.supports(TlsFeature.SESSION_EXPORT).whyNot();
        if (obstacle.isPresent()) {
            throw new Failure(service.name() + " cannot keep sessions in a folder: " + obstacle.get());
        }
        return service.sessionDirectory(folder);
    }

    /** This folder, which is there. */
    public static SessionDirectory existing(TlsService service, Path folder) throws IOException, Failure {
        if (!Files.isDirectory(folder)) {
            throw new Failure(folder + ": no such folder");
        }
        return made(service, folder);
    }
}

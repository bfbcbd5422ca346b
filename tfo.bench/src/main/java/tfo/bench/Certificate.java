package tfo.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import tfo.api.tls.Identity;

/** The certificate of the measurements' servers, for {@link #HOST}, signed by itself. */
final class Certificate {
    static final String HOST = "localhost";
    private static final String CHAIN = "certificate.pem";
    private static final String KEY = "key.pem";

    private Certificate() {}

    /** Certificate and key. */
    static Identity identity() throws IOException {
        Path folder = Files.createTempDirectory("tfo-bench");
        try {
            return Identity.pem(unpack(folder, CHAIN), unpack(folder, KEY));
        } finally {
            Files.deleteIfExists(folder.resolve(CHAIN));
            Files.deleteIfExists(folder.resolve(KEY));
            Files.delete(folder);
        }
    }

    private static Path unpack(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(Certificate.class.getResourceAsStream(name), name)) {
            Files.copy(in, file);
        }
        return file;
    }
}

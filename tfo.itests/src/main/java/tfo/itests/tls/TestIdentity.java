package tfo.itests.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import tfo.api.tls.Identity;
import tfo.api.tls.Trust;

/** The certificate of {@code localhost}, which signed itself, and its key. */
public final class TestIdentity {
    private TestIdentity() {}

    /** What the server shows. */
    public static Identity identity() throws IOException {
        Path certificate = copy("certificate.pem");
        Path key = copy("key.pem");
        try {
            return Identity.pem(certificate, key);
        } finally {
            Files.delete(certificate);
            Files.delete(key);
        }
    }

    /** What the client believes. */
    public static Trust trust() throws IOException {
        return Trust.certificates(identity().chain());
    }

    private static Path copy(String name) throws IOException {
        Path file = Files.createTempFile("tfo", name);
        try (InputStream in = Objects.requireNonNull(TestIdentity.class.getResourceAsStream(name), name)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}

package tfo.tls.gnutls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** OpenSSL's client, which keeps a session in a file and brings early data by it. */
final class OpenSslVisitor {
    // See timeout(1).
    private static final int TIMED_OUT = 124;

    private final Path folder;
    private final List<String> always;

    OpenSslVisitor(Path folder, String... always) {
        this.folder = folder;
        this.always = List.of(always);
    }

    private Path session() {
        return folder.resolve("session");
    }

    /** Asks by a full handshake, keeps the last session, and returns what came until the end. */
    String meet(int port, String request) throws IOException, InterruptedException {
        return run(port, request, "-sess_out", session().toString());
    }

    /** Resumes it and brings this as early data; then asks this, if anything. */
    String resume(int port, String early, String request) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("early"), early);
        return run(port, request, "-sess_in", session().toString(), "-early_data", file.toString());
    }

    private String run(int port, String input, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("timeout", "60", "openssl", "s_client", "-connect", "127.0.0.1:" + port, "-ign_eof", "-quiet"));
        command.addAll(always);
        command.addAll(Arrays.asList(options));
        Path file = Files.writeString(folder.resolve("input"), input);
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .redirectInput(file.toFile())
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor() == TIMED_OUT ? "timed out after " + output : output;
        } finally {
            process.destroyForcibly();
        }
    }
}

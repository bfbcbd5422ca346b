package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Changes to the network namespace in which the tests run; it is theirs alone. */
final class PrivateNetwork {
    private static final Path SYSCTL = Path.of("/proc/sys/net/ipv4");

    private PrivateNetwork() {}

    /** Runs ip(8). */
    static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> command + ": " + output);
    }

    /** Sets net.ipv4.tcp_fastopen until it is closed. */
    static Restore fastOpen(int mask) throws IOException {
        return sysctl("tcp_fastopen", Integer.toString(mask));
    }

    /** Sets a file of net.ipv4 until it is closed. */
    static Restore sysctl(String name, String value) throws IOException {
        Path file = SYSCTL.resolve(name);
        String before = read(file);
        Files.writeString(file, value);
        return () -> Files.writeString(file, before);
    }

    // Not Files.readString: it believes the length of zero that these files claim to have.
    private static String read(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).trim();
        }
    }

    /** Puts back what was. */
    interface Restore extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}

package tfo.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** The setting net.ipv4.tcp_fastopen of the private namespace that the tests run in. */
public final class Sysctl {
    private static final Path FAST_OPEN = Path.of("/proc/sys/net/ipv4/tcp_fastopen");

    private Sysctl() {}

    /** Runs something while the setting is this one. */
    public static void withFastOpen(int mask, Executable body) throws Throwable {
        String before = Files.readAllLines(FAST_OPEN).get(0);
        write(Integer.toString(mask));
        try {
            body.execute();
        } finally {
            write(before);
        }
    }

    private static void write(String mask) throws IOException {
        Files.writeString(FAST_OPEN, mask);
    }
}

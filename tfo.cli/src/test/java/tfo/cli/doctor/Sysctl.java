package tfo.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** The settings of the private namespace that the tests run in. */
public final class Sysctl {
    private Sysctl() {}

    /** Runs something while net.ipv4.tcp_fastopen is this. */
    public static void withFastOpen(int mask, Executable body) throws Throwable {
        with("net.ipv4.tcp_fastopen", Integer.toString(mask), body);
    }

    /** Runs something while the setting has this value. */
    public static void with(String name, String value, Executable body) throws Throwable {
        Path file = Path.of("/proc/sys", name.split("\\.", -1));
        String before = Files.readAllLines(file).get(0);
        Files.writeString(file, value);
        try {
            body.execute();
        } finally {
            Files.writeString(file, before);
        }
    }
}

package tfo.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings of this network namespace under /proc/sys/net, restored to what they were at their first change. */
final class NetworkSettings {
    private static final Path ROOT = Path.of("/proc/sys/net");
    private static final String COOKIE_KEY = "ipv4/tcp_fastopen_key";

    private final Map<String, String> before = new LinkedHashMap<>();

    synchronized void write(String name, String value) throws IOException {
        if (!before.containsKey(name)) {
            before.put(name, read(name));
        }
        Files.writeString(ROOT.resolve(name), value);
    }

    // Not restored: nobody can want the old cookies back.
    void rotateCookieKey() throws IOException {
        SecureRandom random = new SecureRandom();
        String key = String.format(
                "%08x-%08x-%08x-%08x", random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt());
        Files.writeString(ROOT.resolve(COOKIE_KEY), key);
    }

    synchronized void restore() throws IOException {
        for (Map.Entry<String, String> setting : before.entrySet()) {
            Files.writeString(ROOT.resolve(setting.getKey()), setting.getValue());
        }
        before.clear();
    }

    // Files.readString gives one character: these files claim a size of zero.
    private static String read(String name) throws IOException {
        return String.join("\n", Files.readAllLines(ROOT.resolve(name)));
    }
}

package tfo.linux.kernel;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import tfo.api.socket.FastOpenSettings;
import tfo.api.socket.TcpSystemSettings;

/** Reads sysctls of the network namespace this process is in. */
public final class Sysctl {
    private static final String FOLDER = "/proc/sys/net/ipv4/";
    private static final int MOST = 4096;

    private Sysctl() {}

    /** The Fast Open settings; nothing allowed where the kernel has none. */
    public static FastOpenSettings fastOpen() {
        int mask = (int) parse(read(FOLDER + "tcp_fastopen")).orElse(0);
        long blackhole =
                parse(read(FOLDER + "tcp_fastopen_blackhole_timeout_sec")).orElse(0);
        return FastOpenSettings.of(mask, Duration.ofSeconds(Math.max(0, blackhole)));
    }

    /** All settings for TCP. */
    public static TcpSystemSettings tcp() {
        return TcpSystemSettings.of(
                setting -> read("/proc/sys/" + setting.name().replace('.', '/')));
    }

    /** The number in the text of a sysctl, which ends with a newline; empty if it is not one. */
    public static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    // In one read: a file under /proc/sys shows its value only to the first, and has no size to go by.
    static String read(String path) {
        try (InputStream file = new FileInputStream(path)) {
            byte[] bytes = new byte[MOST];
            int length = file.read(bytes);
            return length <= 0 ? "" : new String(bytes, 0, length, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }
}

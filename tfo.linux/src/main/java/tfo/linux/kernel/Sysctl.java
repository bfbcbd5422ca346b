package tfo.linux.kernel;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpSystemSettings;

/** Reads sysctls; those of the network are of the namespace that the calling thread is in. */
public final class Sysctl {
    private static final String ROOT = "/proc/sys/";
    private static final int MOST = 4096;

    private Sysctl() {}

    /** The Fast Open settings; nothing allowed where the kernel has none. */
    public static FastOpenSettings fastOpen() {
        int mask = (int) number("net.ipv4.tcp_fastopen").orElse(0);
        long blackhole = number("net.ipv4.tcp_fastopen_blackhole_timeout_sec").orElse(0);
        return FastOpenSettings.of(mask, Duration.ofSeconds(Math.max(0, blackhole)));
    }

    /** All settings for TCP. */
    public static TcpSystemSettings tcp() {
        return TcpSystemSettings.of(setting -> text(setting.name()));
    }

    /** The number that a sysctl has, such as {@code net.core.somaxconn}; empty if it cannot be read or is no number. */
    public static OptionalLong number(String name) {
        return parse(text(name));
    }

    private static String text(String name) {
        return read(ROOT + name.replace('.', '/'));
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

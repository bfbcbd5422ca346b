package tfo.linux.kernel;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tfo.api.socket.FastOpenCounters;

/** Reads /proc/net/netstat: pairs of lines, names and values, each beginning with the group and a colon. */
public final class Netstat {
    private Netstat() {}

    /** The Fast Open counters of the network namespace this process is in. */
    public static FastOpenCounters fastOpen() {
        try (InputStream file = new FileInputStream("/proc/self/net/netstat")) {
            return fastOpen(new String(file.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return FastOpenCounters.NONE;
        }
    }

    static FastOpenCounters fastOpen(String text) {
        Map<String, Long> rows = parse(text, "TcpExt");
        return new FastOpenCounters(
                rows.getOrDefault("TCPFastOpenActive", 0L),
                rows.getOrDefault("TCPFastOpenActiveFail", 0L),
                rows.getOrDefault("TCPFastOpenPassive", 0L),
                rows.getOrDefault("TCPFastOpenPassiveFail", 0L),
                rows.getOrDefault("TCPFastOpenListenOverflow", 0L),
                rows.getOrDefault("TCPFastOpenCookieReqd", 0L),
                rows.getOrDefault("TCPFastOpenBlackhole", 0L),
                rows.getOrDefault("TCPFastOpenPassiveAltKey", 0L));
    }

    /** The rows of a group by name. What does not look like one is passed over. */
    static Map<String, Long> parse(String text, String group) {
        Map<String, Long> rows = new HashMap<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i + 1 < lines.length; i++) {
            if (lines[i].startsWith(group + ":") && lines[i + 1].startsWith(group + ":")) {
                pair(lines[i].split("\\s+", -1), lines[++i].split("\\s+", -1), rows);
            }
        }
        return rows;
    }

    private static void pair(String[] names, String[] values, Map<String, Long> rows) {
        for (int i = 1; i < Math.min(names.length, values.length); i++) {
            rows.put(names[i], Sysctl.parse(values[i]).orElse(0));
        }
    }
}

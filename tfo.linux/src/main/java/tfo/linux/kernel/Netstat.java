package tfo.linux.kernel;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tfo.api.tcp.TcpCounters;

/** Reads /proc/net/snmp and netstat: pairs of lines, names and values, each beginning with the group and a colon. */
public final class Netstat {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");
    private static final String[] NO_NAMES = {};
    private static final String FOLDER = folder(Path.of("/proc"));

    private Netstat() {}

    /** The counters of the network namespace that the calling thread is in. */
    public static TcpCounters tcp() {
        return in(FOLDER);
    }

    /** The calling thread's own, since Linux 3.17; before that there is only the first thread's. */
    static String folder(Path proc) {
        Path thread = proc.resolve("thread-self");
        return (Files.exists(thread) ? thread : proc.resolve("self"))
                .resolve("net")
                .toString();
    }

    /** The counters by the files in this folder; a file that cannot be read has none. */
    static TcpCounters in(String folder) {
        return tcp(read(folder + "/snmp"), read(folder + "/netstat"));
    }

    private static String read(String path) {
        try (InputStream file = new FileInputStream(path)) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    static TcpCounters tcp(String snmp, String netstat) {
        Map<String, Long> rows = new LinkedHashMap<>();
        parse(snmp, "Tcp", rows);
        parse(netstat, "TcpExt", rows);
        return rows.isEmpty() ? TcpCounters.NONE : new TcpCounters(rows);
    }

    /** The rows of a group, under its name and theirs. What does not look like one is passed over. */
    private static void parse(String text, String group, Map<String, Long> rows) {
        String[] names = NO_NAMES;
        for (String line : text.split("\n", -1)) {
            if (!line.startsWith(group + ":")) {
                continue;
            }
            String[] words = line.strip().split("\\s+", -1);
            if (words.length > 1 && NUMBER.matcher(words[1]).matches()) {
                pair(group, names, words, rows);
                names = NO_NAMES;
            } else {
                names = words;
            }
        }
    }

    private static void pair(String group, String[] names, String[] values, Map<String, Long> rows) {
        for (int i = 1; i < Math.min(names.length, values.length); i++) {
            String name = group + names[i];
            Sysctl.parse(values[i]).ifPresent(value -> rows.put(name, value));
        }
    }
}

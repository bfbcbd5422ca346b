package tfo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The kernel's list of connections, proc(5): a check that shares nothing with what it checks. */
final class ProcNetTcp {
    private static final String SYN_SENT = "02";

    private ProcNetTcp() {}

    /** The local ports of the connections of this network namespace whose SYN has no answer, or has not left. */
    static Set<Integer> portsInSynSent() throws IOException {
        Set<Integer> ports = parse(Files.readAllLines(Path.of("/proc/self/net/tcp")));
        // The JDK's sockets are IPv6 sockets.
        ports.addAll(parse(Files.readAllLines(Path.of("/proc/self/net/tcp6"))));
        return ports;
    }

    static Set<Integer> parse(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 3 && fields[3].equals(SYN_SENT))
                .map(fields -> Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16))
                .collect(Collectors.toSet());
    }
}

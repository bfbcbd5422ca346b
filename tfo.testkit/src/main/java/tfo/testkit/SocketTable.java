package tfo.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The TCP sockets of this network namespace as proc(5) tells them, for what a provider need not tell. */
final class SocketTable {
    private static final List<Path> FILES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

    private SocketTable() {}

    /** Waits until a reset has ended the connection between these ports: only then the kernel has forgotten it. */
    static void awaitReset(InetSocketAddress local, InetSocketAddress remote) throws Exception {
        BothEnds.await("the reset", () -> !has(local.getPort(), remote.getPort()));
    }

    private static boolean has(int localPort, int remotePort) throws IOException {
        for (Path file : FILES) {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.trim().split("\\s+", -1);
                if (isPort(words[1], localPort) && isPort(words[2], remotePort)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isPort(String address, int port) {
        return address.endsWith(String.format(Locale.ROOT, ":%04X", port));
    }
}

package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.function.Executable;
import tfo.testkit.peer.Addresses;

/** Changes to the network namespace in which the tests run; it is theirs alone. */
final class PrivateNetwork {
    private static final Path SYSCTLS = Path.of("/proc/sys");

    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private PrivateNetwork() {}

    /** Runs ip(8). */
    static void ip(String... arguments) throws IOException, InterruptedException {
        run("ip", arguments);
    }

    /** Runs a program of iproute2 or iptables, which must succeed; what it printed. */
    static String run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> command + ": " + output);
        return output;
    }

    /** Waits until an address that was just added can be reached: the kernel adds its route a little later. */
    static void awaitRoute(InetAddress address) throws IOException {
        InetSocketAddress closed = Addresses.refusing(address);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!isRouted(closed)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("there is no route to " + address);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean isRouted(InetSocketAddress closed) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            return channel.connect(closed);
        } catch (ConnectException e) {
            return true;
        } catch (SocketException e) {
            // ENETUNREACH.
            return false;
        }
    }

    /** Does the work while net.ipv4.tcp_fastopen has this value. */
    static void withFastOpen(int mask, Executable work) throws Exception {
        with("net.ipv4.tcp_fastopen", Integer.toString(mask), work);
    }

    /** Does the work while this sysctl has this value. */
    static void with(String sysctl, String value, Executable work) throws Exception {
        Path file = SYSCTLS.resolve(sysctl.replace('.', '/'));
        String before = read(file);
        Files.writeString(file, value);
        try {
            Background.run(work).result();
        } finally {
            Files.writeString(file, before);
        }
    }

    // Not Files.readString: it believes the length of zero that these files claim to have.
    private static String read(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).trim();
        }
    }
}

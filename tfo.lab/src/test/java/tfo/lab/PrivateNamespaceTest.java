package tfo.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrivateNamespaceTest {

    @Test
    void testsRunInside() {
        assertTrue(PrivateNamespace.inside());
        assertEquals(Optional.empty(), PrivateNamespace.obstacle());
    }

    @Test
    void commandRunsInANetworkOfItsOwn() throws Exception {
        String here = output(List.of("readlink", "/proc/self/ns/net"));
        String there = output(PrivateNamespace.command(
                List.of("sh", "-c", "readlink /proc/self/ns/net; cat /proc/sys/net/ipv4/tcp_fastopen; ip -o link")));

        List<String> lines = there.lines().toList();
        assertFalse(here.strip().equals(lines.get(0)), there);
        assertEquals("1027", lines.get(1));
        assertTrue(lines.get(2).contains("lo:") && lines.get(2).contains("UP"), there);
        assertEquals(3, lines.size(), "lo is the only interface");
    }

    @Test
    void argumentsAndExitStatusPassThrough() throws Exception {
        List<String> command =
                PrivateNamespace.command(List.of("sh", "-c", "printf '%s|' \"$@\"; exit 7", "-", "a b", "$c"));
        Process process = new ProcessBuilder(command).start();

        assertEquals("a b|$c|", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(7, process.waitFor());
    }

    @Test
    void relaunchRunsTheSameProgramInside() throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "-u", "TFO_PRIVATE_NAMESPACE"));
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-Dlab.word=say it", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Relaunched.class.getName(), "one", "two words"));

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(9, process.waitFor(), said);
        assertEquals("outside\ninside: say it [one, two words]\n", said);
    }

    @Test
    void thereIsNoRelaunchInside() {
        assertThrows(IllegalStateException.class, PrivateNamespace::relaunch);
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A program that starts outside. */
    static final class Relaunched {
        private Relaunched() {}

        public static void main(String[] args) {
            if (PrivateNamespace.inside()) {
                System.out.println("inside: " + System.getProperty("lab.word") + " " + List.of(args));
                System.exit(9);
            }
            System.out.println("outside");
            try {
                System.exit(PrivateNamespace.relaunch());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

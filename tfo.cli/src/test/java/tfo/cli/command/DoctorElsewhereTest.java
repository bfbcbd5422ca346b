package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.cli.core.JsonReader;

/** {@code doctor} in other namespaces: one that hides the settings, one that has others. */
@Timeout(300)
class DoctorElsewhereTest {
    @Test
    void settingsThatCannotBeReadForbidNothing() throws Exception {
        Map<String, Object> json = JsonReader.object(hidden("/proc/sys/net", "doctor", "--json", "--all"));

        assertEquals(true, json.get("works"), json::toString);
        assertNull(json.get("cure"));
        assertNull(json.get("settings"));
        assertEquals(List.of(), json.get("advice"));
        assertEquals(Map.of(), json.get("systemSettings"));
        assertFalse(((Map<?, ?>) json.get("tcpCounters")).isEmpty());
    }

    @Test
    void theWordsSayWhatCannotBeRead() throws Exception {
        String text = hidden("/proc/sys/net", "doctor", "--all");

        assertTrue(text.contains("net.ipv4.tcp_fastopen\n  /proc/sys/net cannot be read.\n"), text);
        assertTrue(text.contains("Settings for TCP\n  /proc/sys/net cannot be read\n"), text);
        assertFalse(text.contains("tcp_fastopen = 0"), text);
    }

    /** What this process sees stays as it is: each network namespace has settings of its own, and the program reads those of its own. */
    @Test
    void eachNamespaceHasSettingsOfItsOwn() throws Exception {
        String prepare = "ip link set lo up && echo 3 > /proc/sys/net/ipv4/tcp_fastopen"
                + " && echo 77 > /proc/sys/net/ipv4/tcp_keepalive_time";

        Map<String, Object> there = JsonReader.object(run("-n", prepare, "doctor", "--json", "--all"));

        assertEquals(3.0, setting(there, "net.ipv4.tcp_fastopen"));
        assertEquals(77.0, setting(there, "net.ipv4.tcp_keepalive_time"));
        Map<String, Object> here =
                JsonReader.object(Program.run("doctor", "--json", "--all").out());
        assertEquals(1027.0, setting(here, "net.ipv4.tcp_fastopen"));
        assertEquals(7200.0, setting(here, "net.ipv4.tcp_keepalive_time"));
        // The totals begin with the namespace: these are the self-test's.
        assertEquals(1.0, ((Map<?, ?>) there.get("counters")).get("TCPFastOpenPassive"));
    }

    private static Object setting(Map<String, Object> json, String name) {
        return ((Map<?, ?>) json.get("systemSettings")).get(name);
    }

    /** The program's output while this folder is empty to it, in a mount namespace of its own. */
    private static String hidden(String folder, String... arguments) throws IOException, InterruptedException {
        return run("-m", "mount -t tmpfs none " + folder, arguments);
    }

    /** The program's output in a namespace of its own of this kind, in which this was done before. */
    private static String run(String kind, String prepare, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", kind, "sh", "-c", prepare + " && exec \"$@\"", "sh"));
        command.addAll(Program.command());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out;
    }
}

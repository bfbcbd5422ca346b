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

/** {@code doctor} in a container that hides the settings: what cannot be read is not said to be forbidden. */
@Timeout(60)
class DoctorWithoutProcTest {
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

    /** The program's output while this folder is empty to it, in a mount namespace of its own. */
    private static String hidden(String folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs none " + folder + " && exec \"$@\"", "sh"));
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

package tfo.cli.gogo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.lab.PrivateNamespace;

/** The runnable jar: Felix, a Gogo shell and our bundles. */
class ShellIT {
    private static final Path JAR = Path.of("target", "shell.jar");

    @Test
    @Timeout(300)
    void theShellKnowsOurCommands() throws Exception {
        String output = shell("""
                tfo:providers
                tfo:doctor
                tfo:probe 127.0.0.1:1
                tfo:get https://127.0.0.1:1/
                tfo:probe 127.0.0.1:1 --tls
                tfo:sessions /nonexistent
                tfo:options
                exit 0
                """);

        assertTrue(output.contains("linux 100 usable"), output);
        assertTrue(output.contains("fallback -1000 usable"), output);
        assertTrue(output.contains("gnutls 100 usable"), output);
        assertTrue(output.contains("jsse -1000 usable"), output);
        assertTrue(output.contains("yes SESSION_EXPORT"), output);
        assertTrue(output.contains("/nonexistent: no such folder"), output);
        assertTrue(output.contains("| TCP_FASTOPEN_KEY         | byte[]         | 4.15   | yes  |"), output);
        assertTrue(output.contains("Fast Open works here: 16 of 16 bytes taken out of the SYN"), output);
        assertEquals(3, output.split("ConnectException", -1).length - 1, output);
        assertFalse(output.contains("CommandNotFoundException"), output);
        assertFalse(output.contains("native access"), output);
    }

    // The shell starts last and reads its input then, so nothing has to be waited for.
    private static String shell(String input) throws IOException, InterruptedException {
        String jdk = Optional.ofNullable(System.getenv("TFO_TEST_JDK")).orElse(System.getProperty("java.home"));
        String java = Path.of(jdk, "bin", "java").toString();
        Process process = new ProcessBuilder(PrivateNamespace.command(List.of(java, "-jar", JAR.toString())))
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}

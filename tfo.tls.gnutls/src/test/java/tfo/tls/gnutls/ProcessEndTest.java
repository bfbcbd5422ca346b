package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM with threads inside the library ends when it is told to, and does not crash while it does. */
@Timeout(300)
class ProcessEndTest {
    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path folder;

    @Test
    void sigtermEndsABusyProcess() throws Exception {
        assertEnds("", SIGTERM);
    }

    @Test
    void aBusyProcessMayExit() throws Exception {
        assertEnds("exit", 0);
    }

    private void assertEnds(String how, int status) throws Exception {
        Process process = busy(how);
        try (BufferedReader output = process.inputReader()) {
            assertEquals(BusyProcess.READY, output.readLine());
            if (how.isEmpty()) {
                process.destroy();
            }

            // Two seconds, and what a busy machine needs more.
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
            assertEquals(status, process.exitValue());
            // The file that a crash leaves would be here.
            assertArrayEquals(new String[0], folder.toFile().list());
        } finally {
            process.destroyForcibly();
        }
    }

    private Process busy(String how) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyProcess.class.getName(),
                        how)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

package tfo.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs ip(8), several commands in one process. */
final class IpCommand {
    private IpCommand() {}

    /** Runs the commands in order and stops at the first that fails, with what ip said. */
    static void run(List<String> commands) throws IOException {
        Process process = new ProcessBuilder("ip", "-batch", "-")
                .redirectErrorStream(true)
                .start();
        try (var input = process.getOutputStream()) {
            input.write((String.join("\n", commands) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (status(process) != 0) {
            throw new IOException("ip: " + said);
        }
    }

    private static int status(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ip ran", e);
        }
    }
}

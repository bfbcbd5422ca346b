package tfo.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tfo.cli.core.JsonReader;

/** {@code tfo serve --json} as a process of its own, in the namespace of the test. */
final class ServedProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final Map<String, Object> listening;

    private ServedProgram(Process process) throws IOException {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.listening = next();
    }

    static ServedProgram start(String... what) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "tfo.cli.Main",
                "serve",
                "--json",
                "--port",
                "0"));
        command.addAll(List.of(what));
        return new ServedProgram(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    Map<String, Object> listening() {
        return listening;
    }

    int port() {
        return ((Double) listening.get("port")).intValue();
    }

    /** The next line. */
    Map<String, Object> next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new AssertionError("the server ended");
        }
        return JsonReader.object(line);
    }

    /** Sends SIGTERM. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the server does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

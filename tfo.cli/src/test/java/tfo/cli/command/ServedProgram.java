package tfo.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tfo.cli.core.JsonReader;
import tfo.testkit.tls.PemFiles;

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
        return startOn(0, what);
    }

    /** By TLS with this identity. */
    static ServedProgram secure(PemFiles pem, String... what) throws IOException {
        return secureOn(0, pem, what);
    }

    /** The same on this port. */
    static ServedProgram secureOn(int port, PemFiles pem, String... what) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("--tls", "--cert", pem.certificate().toString()));
        all.addAll(List.of("--key", pem.key().toString()));
        all.addAll(List.of(what));
        return startOn(port, all.toArray(String[]::new));
    }

    private static ServedProgram startOn(int port, String... what) throws IOException {
        List<String> command = Program.command();
        command.addAll(List.of("serve", "--json", "--port", "" + port));
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

    /** What TLS agreed on in the next connection that ended. */
    Map<?, ?> nextHandshake() throws IOException {
        Map<String, Object> ended = next();
        if (!(ended.get("handshake") instanceof Map<?, ?> handshake)) {
            throw new AssertionError("no handshake: " + ended);
        }
        return handshake;
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

package tfo.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tfo.cli.core.JsonReader;
import tfo.testkit.tls.PemFiles;

/** {@code tfo serve --json} as a process of its own, in the namespace of the test. */
final class ServedProgram implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 180;

    private final Process process;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final Map<String, Object> listening;

    private ServedProgram(Process process) throws IOException {
        this.process = process;
        Thread reader = new Thread(this::read, "lines of the server");
        reader.setDaemon(true);
        reader.start();
        this.listening = next();
    }

    // Nothing interrupts a read from a pipe, so it has a thread of its own; nothing is the end.
    private void read() {
        try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8)) {
            from.lines().map(Optional::of).forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // Closed while it was read from.
        }
        lines.add(Optional.empty());
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

    /** The next line. It may come a while after what it tells of. */
    Map<String, Object> next() throws IOException {
        try {
            Optional<String> line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("the server says nothing for " + PATIENCE_SECONDS + " s");
            }
            return JsonReader.object(line.orElseThrow(() -> new AssertionError("the server ended")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("waiting for a line of the server");
        }
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
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the server does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package tfo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** {@code tls-peer.c}, compiled here and now: the server of the TLS measurements, and the client that is their baseline. */
final class CPeer implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final List<String> FILES = List.of("tls-peer.c", "certificate.pem", "key.pem");

    private final Path folder;
    private final Process server;
    private final Process client;
    private final int port;
    private final BufferedReader answers;
    private final PrintStream orders;

    private CPeer(Path folder) throws IOException {
        this.folder = folder;
        server = run("server", "certificate.pem", "key.pem");
        port = Integer.parseInt(line(server.inputReader()));
        client = run("client", Integer.toString(port), "certificate.pem");
        answers = client.inputReader();
        orders = new PrintStream(client.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    /**
     * Starts both.
     *
     * @throws IOException if they cannot be compiled: it takes a C compiler and the library's headers
     */
    static CPeer start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tfo-bench");
        for (String file : FILES) {
            try (InputStream in = Objects.requireNonNull(CPeer.class.getResourceAsStream(file), file)) {
                Files.copy(in, folder.resolve(file));
            }
        }
        compile(folder);
        return new CPeer(folder);
    }

    private static void compile(Path folder) throws IOException, InterruptedException {
        Process compiler = new ProcessBuilder("cc", "-O2", "-o", "tls-peer", "tls-peer.c", "-lgnutls", "-lpthread")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (compiler.waitFor() != 0) {
            throw new IOException("the baseline is in C: apt-get install gcc libc6-dev libgnutls28-dev\n" + output);
        }
    }

    private Process run(String... arguments) throws IOException {
        ProcessBuilder process = new ProcessBuilder("./tls-peer").directory(folder.toFile());
        process.command().addAll(Arrays.asList(arguments));
        return process.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Where the server listens. */
    InetSocketAddress address() throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress("localhost", LOOPBACK), port);
    }

    /** The certificate that the server shows. */
    Path certificate() {
        return folder.resolve("certificate.pem");
    }

    /** The client as a contestant: it is told what to do, and tells what it cost. */
    Slices.Contestant contestant(String name, String what) {
        return new Slices.Contestant(name, operations -> {
            orders.println(what + " " + operations);
            String[] cost = line(answers).split(" ", 2);
            return new Slices.Cost(Long.parseLong(cost[0]), Long.parseLong(cost[1]), 0);
        });
    }

    private static String line(BufferedReader output) throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the C program ended early");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        client.destroy();
        server.destroy();
        for (String file : FILES) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.deleteIfExists(folder.resolve("tls-peer"));
        Files.deleteIfExists(folder);
    }
}

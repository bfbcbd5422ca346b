package tfo.cli.demo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tfo.cli.core.Failure;

/** The system's nginx as one process in the foreground, with a configuration and a folder of its own. */
final class NginxSite implements Site {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_MILLIS = 20;

    private final Folder folder;
    private final Process process;
    private final int plainPort;
    private final int securePort;

    private NginxSite(Folder folder, Process process, int plainPort, int securePort) {
        this.folder = folder;
        this.process = process;
        this.plainPort = plainPort;
        this.securePort = securePort;
    }

    /**
     * Starts one on this address, and waits until it listens.
     *
     * @throws Failure if nginx is not installed
     * @throws IOException if it does not start
     */
    static NginxSite open(Credential credential, InetAddress at) throws IOException, Failure {
        Path program = program(searchPath());
        Folder folder = Folder.create();
        NginxSite site;
        try {
            site = start(program, folder, credential, at);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
        // Who interrupts the demo leaves neither a process nor a key behind.
        Runtime.getRuntime().addShutdownHook(new Thread(site::closeAtExit, "end of nginx"));
        try {
            site.awaitReady(at);
            return site;
        } catch (IOException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    /**
     * The first that is in one of these folders.
     *
     * @throws Failure if there is none
     */
    static Path program(List<Path> searchPath) throws Failure {
        return searchPath.stream()
                .map(place -> place.resolve("nginx"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new Failure("nginx is not installed: apt-get install nginx"));
    }

    /** Where programs are: the user's search path, and where Debian puts nginx, which is not in everybody's. */
    private static List<Path> searchPath() {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)),
                        Stream.of("/usr/sbin"))
                .filter(place -> !place.isEmpty())
                .map(Path::of)
                .toList();
    }

    private static NginxSite start(Path program, Folder folder, Credential credential, InetAddress at)
            throws IOException {
        int plainPort = freePort(at);
        int securePort = freePort(at);
        folder.write("certificate.pem", credential.certificatePem());
        folder.write("key.pem", credential.keyPem());
        Path configuration = folder.write(
                "nginx.conf",
                template()
                        .replace("{{folder}}", folder.path().toString())
                        .replace("{{plain}}", at.getHostAddress() + ":" + plainPort)
                        .replace("{{secure}}", at.getHostAddress() + ":" + securePort)
                        .replace("{{page}}", "0123456789abcdef".repeat(PAGE_BYTES / 16)));
        Process process = new ProcessBuilder(
                        List.of(program.toString(), "-p", folder.path().toString(), "-c", configuration.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.path().resolve("log").toFile())
                .start();
        return new NginxSite(folder, process, plainPort, securePort);
    }

    private static int freePort(InetAddress at) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, at)) {
            return socket.getLocalPort();
        }
    }

    private static String template() throws IOException {
        try (InputStream in = NginxSite.class.getResourceAsStream("nginx.conf")) {
            if (in == null) {
                throw new IllegalStateException("nginx.conf is missing from the bundle");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void awaitReady(InetAddress at) throws IOException {
        for (long deadline = System.nanoTime() + START_NANOS; System.nanoTime() < deadline; ) {
            if (hasEnded()) {
                throw new IOException("nginx ended with status " + process.exitValue() + ": " + said());
            }
            if (isListening(at)) {
                return;
            }
        }
        throw new IOException("nginx does not listen: " + said());
    }

    private boolean hasEnded() throws IOException {
        try {
            return process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while nginx started", e);
        }
    }

    // The listener without TLS is the second of its configuration: when it is there, both are.
    private boolean isListening(InetAddress at) {
        try (Socket socket = new Socket(at, plainPort)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private String said() throws IOException {
        return Files.readString(folder.path().resolve("log")).strip();
    }

    @Override
    public int plainPort() {
        return plainPort;
    }

    @Override
    public int securePort() {
        return securePort;
    }

    private void stop() {
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }

    // The hook stays: the JVM does not let go of one while it ends, and to close twice is harmless.
    @Override
    public void close() throws IOException {
        try (folder) {
            stop();
        }
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException | UncheckedIOException e) {
            System.getLogger("tfo.cli").log(System.Logger.Level.DEBUG, "close", e);
        }
    }
}

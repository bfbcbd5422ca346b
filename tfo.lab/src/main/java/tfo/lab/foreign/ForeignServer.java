package tfo.lab.foreign;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server program that others wrote, in the foreground, until it is closed. What it writes goes to a file. Safe for use by any
 * thread.
 */
public final class ForeignServer implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LOOK_MILLIS = 20;

    private final Process process;
    private final Path log;
    private final InetSocketAddress address;

    private ForeignServer(Process process, Path log, InetSocketAddress address) {
        this.process = process;
        this.log = log;
        this.address = address;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param folder the program's own, which has to be there; its output is written there to {@code log}
     * @param address where it is told to listen
     * @throws IOException if there is no such program, or if it ends or does not listen within 20 seconds: with what it wrote
     */
    public static ForeignServer start(Path folder, InetSocketAddress address, List<String> command) throws IOException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ForeignServer server = new ForeignServer(process, log, address);
        try {
            server.awaitReady(command.get(0));
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void awaitReady(String program) throws IOException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
            if (hasEnded()) {
                throw new IOException(program + " ended with status " + process.exitValue() + ": " + log());
            }
            if (isListening()) {
                return;
            }
        }
        throw new IOException(program + " does not listen at " + address + ": " + log());
    }

    private boolean hasEnded() throws IOException {
        try {
            return process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a server started");
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** An address with a port at which nobody listens; another may take it until the caller does. */
    public static InetSocketAddress unusedPort(InetAddress at) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, at)) {
            return new InetSocketAddress(at, socket.getLocalPort());
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** What it wrote so far. */
    public String log() throws IOException {
        return Files.readString(log).strip();
    }

    /** Ends it, if need be by force after 10 seconds, and returns when it has ended. A second call does nothing. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionallyCompose(late -> process.destroyForcibly().onExit())
                .join();
    }
}

package tfo.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A user and network namespace of its own for a command: loopback is up, Fast Open is on for clients, servers and every
 * listener, and the command is root in it, so far as this network goes. Needs no root.
 *
 * <p>A running JVM cannot move into a new user namespace, unshare(2): it has more than one thread. So the JVM is started
 * inside ({@link #command}), or starts itself a second time ({@link #relaunch}).
 */
public final class PrivateNamespace {
    private static final String MARK = "TFO_PRIVATE_NAMESPACE";
    private static final Path NETWORK = Path.of("/proc/self/ns/net");

    private PrivateNamespace() {}

    /** Whether this process runs in such a namespace. */
    public static boolean inside() {
        String mark = System.getenv(MARK);
        try {
            return mark != null && mark.equals(Files.readSymbolicLink(NETWORK).toString());
        } catch (IOException e) {
            return false;
        }
    }

    /** The command line that runs {@code command} inside; the process id is the command's own, and so is the exit status. */
    public static List<String> command(List<String> command) {
        List<String> wrapped = new ArrayList<>(List.of("sh", "-c", script(), "private-namespace"));
        wrapped.addAll(command);
        return List.copyOf(wrapped);
    }

    /** Why no private namespace can be made on this machine; empty if it can. */
    public static Optional<String> obstacle() {
        try {
            Process process = new ProcessBuilder(command(List.of("true")))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return exitStatus(process) == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    /**
     * Starts this JVM again inside: the same executable, flags, paths, main class and arguments, sharing standard input and
     * output. Waits for it.
     *
     * @return its exit status, for {@link System#exit}
     * @throws IllegalStateException if this JVM is inside already
     */
    public static int relaunch() throws IOException {
        if (inside()) {
            throw new IllegalStateException("already in a private namespace");
        }
        Process process = new ProcessBuilder(command(ownCommand())).inheritIO().start();
        Thread end = new Thread(process::destroy, "end of private namespace");
        Runtime.getRuntime().addShutdownHook(end);
        int status = exitStatus(process);
        Runtime.getRuntime().removeShutdownHook(end);
        return status;
    }

    // ProcessHandle.info() shortens long command lines; /proc has all of it.
    private static List<String> ownCommand() throws IOException {
        String line = new String(Files.readAllBytes(Path.of("/proc/self/cmdline")), StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(Arrays.asList(line.split("\0", -1)));
        command.remove(command.size() - 1);
        command.set(0, Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
        return command;
    }

    private static int exitStatus(Process process) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                    process.destroy();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String script() {
        try (InputStream in = PrivateNamespace.class.getResourceAsStream("private-namespace.sh")) {
            if (in == null) {
                throw new IllegalStateException("private-namespace.sh is missing from the bundle");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

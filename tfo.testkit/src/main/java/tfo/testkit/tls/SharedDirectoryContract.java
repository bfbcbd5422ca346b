package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.tls.SessionDirectory;

/** What a {@link SessionDirectory} must do where several processes use it: they are Java processes of their own. */
@Timeout(value = 400, unit = TimeUnit.SECONDS)
public abstract class SharedDirectoryContract {
    private static final int PROCESSES = 8;
    private static final int EACH = 100;
    private static final String AS_USUAL = "umask 077; exec \"$@\"";

    @TempDir
    Path temporary;

    private final List<Process> started = new ArrayList<>();

    /** For the provider's suite. */
    protected SharedDirectoryContract() {}

    /** Whose directories; it has a public constructor without parameters, so that other processes can make it. */
    protected abstract SessionDirectories directories();

    @AfterEach
    final void endProcesses() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Path path() {
        return temporary.resolve("shared");
    }

    private Process start(String shell, int first, int count) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell, "sh"));
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DirectoryProcess.class.getName(),
                directories().getClass().getName(),
                path().toString(),
                Integer.toString(first),
                Integer.toString(count)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    private static List<Integer> numbers(BufferedReader lines) {
        return lines.lines().map(Integer::valueOf).toList();
    }

    @Test
    void noSessionIsHandedOutTwiceAndNoneIsLost() throws Exception {
        for (int i = 0; i < PROCESSES; i++) {
            start(AS_USUAL, i * EACH, EACH);
        }
        List<Integer> taken = new ArrayList<>();
        for (Process process : started) {
            taken.addAll(numbers(process.inputReader()));
            assertEquals(0, process.waitFor());
        }

        assertEquals(PROCESSES * EACH, taken.size());
        assertEquals(taken.size(), new HashSet<>(taken).size());
    }

    @Test
    void aWriterThatIsKilledLeavesNothingThatOthersWouldRead() throws Exception {
        for (int round = 0; round < 4; round++) {
            Process writer = start(AS_USUAL, round * 1_000_000, Integer.MAX_VALUE);
            BufferedReader output = writer.inputReader();
            for (int i = 0; i < 20 * (round + 1); i++) {
                output.readLine();
            }
            writer.destroyForcibly().waitFor();
        }

        SessionDirectory directory = directories().open(path());
        for (SessionDirectory.Entry entry : directory.list()) {
            assertTrue(entry.offer().session().isPresent(), entry::toString);
        }
        directory.clear();
        assertEquals(List.of(), directory.list());
    }

    @Test
    void underAnOpenUmaskEverythingIsStillForTheOwnerAlone() throws Exception {
        Process open = start("umask 000; exec \"$@\"", 0, -5);

        assertEquals(List.of(5), numbers(open.inputReader()));
        assertEquals(0, open.waitFor());
        int files = 0;
        try (Stream<Path> all = Files.walk(path())) {
            for (Path entry : all.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(entry));
                assertTrue(mode.endsWith("------"), () -> entry + " " + mode);
                files += Files.isRegularFile(entry) ? 1 : 0;
            }
        }
        assertEquals(6, files);
    }

    @Test
    void aFullDiskCostsSessionsAndNothingElse() throws Exception {
        Files.createDirectory(path());
        String mounted = "mount -t tmpfs -o size=32k,mode=700 tmpfs " + path() + " && exec \"$@\"";
        Process full = start("exec unshare -m sh -c '" + mounted + "' sh \"$@\"", 0, -60);

        List<Integer> kept = numbers(full.inputReader());

        // Eight pages, and one of them is the secret's.
        assertEquals(0, full.waitFor());
        assertEquals(1, kept.size());
        assertTrue(kept.get(0) >= 1 && kept.get(0) <= 7, kept::toString);
    }
}

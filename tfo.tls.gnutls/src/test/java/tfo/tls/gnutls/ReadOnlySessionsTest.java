package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory of sessions on a file system that has become read-only. */
@Timeout(300)
class ReadOnlySessionsTest {
    // In a mount namespace of its own: a copy of the first argument over the second, then the rest as a command.
    private static final String READ_ONLY = "mount -t tmpfs -o mode=700 tmpfs \"$2\" && cp -a \"$1\"/. \"$2\""
            + " && mount -o remount,ro \"$2\" && shift 2 && exec \"$@\"";

    @TempDir
    Path temporary;

    @Test
    void connectsGoOnWithFullHandshakesAndSayWhy() throws Exception {
        Path authority = Town.authority(temporary.resolve("authority.pem"));
        Path sessions = temporary.resolve("sessions");
        Path mounted = Files.createDirectory(temporary.resolve("mounted"));
        try (Town town = new Town()) {
            List<String> before = said(DiallingProcess.command(sessions, authority, town.port(), 2));
            long kept = files(sessions);

            List<String> during =
                    said(readOnly(sessions, mounted, DiallingProcess.command(mounted, authority, town.port(), 3)));

            assertEquals("resumed", before.get(1));
            assertTrue(kept > 0, "no session was kept");
            assertEquals(3, during.size());
            for (String line : during) {
                assertTrue(line.startsWith("full: ") && line.contains("Read-only file system"), line);
            }
        }
    }

    @Test
    void aDirectoryWithoutASecretCannotBeOpened() throws Exception {
        Path authority = Town.authority(temporary.resolve("authority.pem"));
        Path nothing = Files.createDirectory(
                temporary.resolve("nothing"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path mounted = Files.createDirectory(temporary.resolve("mounted"));

        Process process = new ProcessBuilder(
                        readOnly(nothing, mounted, DiallingProcess.command(mounted, authority, 1, 1)))
                .redirectErrorStream(true)
                .start();

        String output = String.join("\n", process.inputReader().lines().toList());
        assertEquals(1, process.waitFor(), output);
        assertTrue(output.contains("java.nio.file.") && output.contains("Read-only file system"), output);
    }

    private static List<String> readOnly(Path from, Path over, List<String> command) {
        List<String> whole = new ArrayList<>(
                List.of("unshare", "-m", "sh", "-c", READ_ONLY, "sh", from.toString(), over.toString()));
        whole.addAll(command);
        return whole;
    }

    private static List<String> said(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        assertEquals(0, process.waitFor(), lines::toString);
        return lines;
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".session")).count();
        }
    }
}

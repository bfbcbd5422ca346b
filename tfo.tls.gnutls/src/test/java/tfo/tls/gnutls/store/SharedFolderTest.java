package tfo.tls.gnutls.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.tls.SessionDirectory;

/** Several processes at one directory. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SharedFolderTest {
    private static final int PROCESSES = 8;
    private static final int EACH = 250;

    @TempDir
    Path temporary;

    @Test
    void noSessionIsHandedOutTwiceAndNoneIsLost() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(start(i * EACH, EACH));
        }
        List<Integer> taken = new ArrayList<>();
        for (Process process : processes) {
            taken.addAll(numbers(process.inputReader()));
            assertEquals(0, process.waitFor());
        }

        Set<Integer> distinct = new HashSet<>(taken);
        assertEquals(taken.size(), distinct.size());
        assertEquals(PROCESSES * EACH, taken.size());
    }

    @Test
    void aKilledWriterLeavesNothingThatOthersWouldRead() throws Exception {
        for (int round = 0; round < 4; round++) {
            Process writer = start(round * 1_000_000, Integer.MAX_VALUE);
            BufferedReader output = writer.inputReader();
            for (int i = 0; i < 20 * (round + 1); i++) {
                output.readLine();
            }
            writer.destroyForcibly().waitFor();
        }

        SessionFolder folder = SessionFolder.open(directory(), Sessions.LIBRARY);
        for (SessionDirectory.Entry entry : folder.list()) {
            assertTrue(entry.offer().session().isPresent(), entry::toString);
        }
        folder.clear();
        try (Stream<Path> rest = Files.walk(directory())) {
            assertTrue(rest.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .allMatch(name -> name.equals("secret") || name.startsWith(SessionFile.DRAFT)));
        }
    }

    private Process start(int first, int count) throws IOException {
        ProcessHandle.Info self = ProcessHandle.current().info();
        return new ProcessBuilder(
                        self.command().orElse("java"),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sharer.class.getName(),
                        directory().toString(),
                        Integer.toString(first),
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Path directory() {
        return temporary.resolve("shared");
    }

    private static List<Integer> numbers(BufferedReader lines) {
        return lines.lines().map(Integer::valueOf).toList();
    }

    /** Puts a session and takes one, again and again, and prints the number of each that it took. */
    static final class Sharer {
        private Sharer() {}

        public static void main(String[] args) throws IOException {
            SessionFolder folder = SessionFolder.open(Path.of(args[0]), Sessions.LIBRARY);
            int first = Integer.parseInt(args[1]);
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                folder.put(Sessions.labelled(Sessions.KEY, first + i));
                StoredSession session =
                        (StoredSession) folder.take(Sessions.KEY).session().orElseThrow();
                System.out.println(ByteBuffer.wrap(session.spend()).getInt());
            }
        }
    }
}

package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.tls.SessionDirectory;

/** Eight processes with one directory of sessions connect 2,000 times to one server, and one of them is killed meanwhile. */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class SharedSessionsTest {
    private static final int PROCESSES = 8;
    private static final int EACH = 250;
    private static final int KILLED_AFTER = 100;

    @TempDir
    Path temporary;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void almostAllResumeAndNoTicketIsUsedTwiceThoughOneIsKilled() throws Exception {
        Path authority = Town.authority(temporary.resolve("authority.pem"));
        List<String> lines = new ArrayList<>();
        try (Town town = new Town();
                TicketWatch watch = new TicketWatch(town.port())) {
            for (int i = 0; i < PROCESSES; i++) {
                start(watch.port(), authority, EACH);
            }
            lines.addAll(untilKilled(processes.get(0)));
            start(watch.port(), authority, EACH - lines.size());
            for (Process process : processes.subList(1, processes.size())) {
                lines.addAll(process.inputReader().lines().toList());
                assertEquals(0, process.waitFor());
            }

            long resumed = lines.stream().filter("resumed"::equals).count();
            assertEquals(PROCESSES * EACH, lines.size());
            assertTrue(resumed >= PROCESSES * EACH * 95 / 100, () -> resumed + " resumed");
            assertEquals(watch.tickets().size(), watch.distinct());
            assertTrue(watch.distinct() >= resumed, () -> watch.distinct() + " tickets, " + resumed + " resumed");
        }
        assertEveryLeftOneIsWhole();
    }

    private void assertEveryLeftOneIsWhole() throws IOException {
        SessionDirectory directory = new GnuTlsService().sessionDirectory(temporary.resolve("sessions"));
        for (SessionDirectory.Entry entry : directory.list()) {
            assertTrue(entry.offer().session().isPresent(), entry::toString);
        }
    }

    /** What it said before. */
    private static List<String> untilKilled(Process process) throws Exception {
        List<String> lines = new ArrayList<>();
        BufferedReader output = process.inputReader();
        while (lines.size() < KILLED_AFTER) {
            lines.add(String.valueOf(output.readLine()));
        }
        process.destroyForcibly();
        try {
            output.lines().forEach(lines::add);
        } catch (UncheckedIOException e) {
            // The pipe went with the process.
        }
        assertEquals(128 + 9, process.waitFor());
        return lines;
    }

    private void start(int port, Path authority, int count) throws IOException {
        List<String> command = DiallingProcess.command(temporary.resolve("sessions"), authority, port, count);
        processes.add(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }
}

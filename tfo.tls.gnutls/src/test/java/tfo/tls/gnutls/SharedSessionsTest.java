package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.Trust;
import tfo.linux.LinuxSockets;

/** Eight processes with one directory of sessions connect 2,000 times to one server, and one of them is killed meanwhile. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
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
        Path authority = Files.writeString(temporary.resolve("authority.pem"), pem());
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

    private static String pem() throws Exception {
        byte[] der = Town.AUTHORITY.certificate().getEncoded();
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
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
        processes.add(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Dialler.class.getName(),
                        temporary.resolve("sessions").toString(),
                        authority.toString(),
                        Integer.toString(port),
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Connects so many times and says of each connection whether it was resumed. */
    static final class Dialler {
        private Dialler() {}

        public static void main(String[] args) throws IOException {
            GnuTlsService tls = new GnuTlsService();
            LinuxSockets sockets = new LinuxSockets();
            try (TlsClient client = tls.client()
                    .trust(Trust.pem(Path.of(args[1])))
                    .sessions(tls.sessionDirectory(Path.of(args[0])))
                    .build()) {
                for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                    try (TlsConnection connection =
                            client.dial(Town.request(Integer.parseInt(args[2]))).connect(sockets)) {
                        Town.talk(connection);
                        boolean resumed = connection.handshake().resumed();
                        System.out.println(
                                resumed
                                        ? "resumed"
                                        : "full: " + connection.handshake().reason());
                    }
                }
            }
        }
    }
}

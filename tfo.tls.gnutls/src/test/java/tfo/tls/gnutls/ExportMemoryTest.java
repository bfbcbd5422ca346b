package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.linux.LinuxSockets;

/** 100,000 exports of the library's session bytes (gnutls_session_get_data2(3)), each sealed, leave the memory as it was. */
@Timeout(value = 1_000, unit = TimeUnit.SECONDS)
class ExportMemoryTest {
    private static final int WARM_UP = 20_000;
    private static final int EXPORTS = 100_000;
    private static final int ROUNDS = 3;
    private static final long MOST = 4 << 20;

    // In a process of its own, whose heap is all there from the beginning: what grows then is native.
    @Test
    void exportsLeaveTheMemoryAsItWas() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xms96m",
                        "-Xmx96m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exporter.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertEquals(0, process.waitFor());
        long growth = Long.parseLong(output.trim());
        assertTrue(growth < MOST, () -> "resident memory grew by " + growth + " bytes");
    }

    /** Prints by how many bytes the resident memory grew; of several rounds, in the best. */
    static final class Exporter {
        private Exporter() {}

        public static void main(String[] args) throws Exception {
            SessionSecret secret = SessionSecret.random();
            try (Town town = new Town();
                    TlsClient client = new GnuTlsService()
                            .client()
                            .trust(Town.AUTHORITY.trust())
                            .build();
                    TlsConnection connection =
                            client.dial(Town.request(town.port())).connect(new LinuxSockets())) {
                Town.talk(connection);
                export(connection, secret, WARM_UP);
                System.out.println(growth(connection, secret));
            }
        }

        // The JDK's compiler takes memory once, or twice; a leak takes it every time.
        private static long growth(TlsConnection connection, SessionSecret secret) throws Exception {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS && least >= MOST; i++) {
                long before = resident();
                export(connection, secret, EXPORTS);
                least = Math.min(least, resident() - before);
            }
            return least;
        }

        // The library exports when a ticket arrives; no server sends so many.
        private static void export(TlsConnection connection, SessionSecret secret, int times) throws Exception {
            Field field = connection.getClass().getDeclaredField("session");
            field.setAccessible(true);
            Object session = field.get(connection);
            Method tickets = session.getClass().getDeclaredMethod("tickets");
            tickets.setAccessible(true);
            Object collector = tickets.invoke(session);
            Method arrived = collector.getClass().getDeclaredMethod("arrived");
            arrived.setAccessible(true);
            for (int i = 0; i < times; i++) {
                arrived.invoke(collector);
                if (connection.session().orElseThrow().seal(secret).length < 200) {
                    throw new IllegalStateException("an empty session");
                }
            }
        }

        private static long resident() throws IOException {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            String[] pages =
                    Files.readAllLines(Path.of("/proc/self/statm")).get(0).split(" ", -1);
            return Long.parseLong(pages[1]) * 4096;
        }
    }
}

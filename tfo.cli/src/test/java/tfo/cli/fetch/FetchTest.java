package tfo.cli.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.TcpHistory.Reading;
import tfo.api.tcp.TcpInfo;
import tfo.cli.core.HostPort;
import tfo.cli.core.JsonReader;
import tfo.cli.http.Fields;
import tfo.cli.http.Target;
import tfo.cli.serve.RunningServer;

@Timeout(120)
class FetchTest {
    @Test
    void theSecondRequestRidesInTheSyn() throws Exception {
        try (RunningServer server = RunningServer.sized(100_000)) {
            Fetch fetch = fetch("http://127.0.0.1:" + server.address().getPort() + "/", Duration.ofSeconds(10));
            fetch.run(OutputStream.nullOutputStream());
            ByteArrayOutputStream body = new ByteArrayOutputStream();

            FetchReport report = fetch.run(body);

            assertEquals(200, report.status());
            assertEquals(100_000, body.size());
            assertEquals(100_000, report.bytes());
            assertEquals(Outcome.ACKNOWLEDGED, report.fastOpen().outcome());
            assertEquals(report.fastOpen().offered(), report.fastOpen().inSyn());
            assertEquals("linux", JsonReader.object(report.json().toString()).get("provider"));
        }
    }

    @Test
    void whatTheKernelKnewOfTheConnectionIsReported() throws Exception {
        try (RunningServer server = RunningServer.sized(3_000_000)) {
            Fetch fetch = fetch("http://127.0.0.1:" + server.address().getPort() + "/", Duration.ofSeconds(10));
            assertTrue(fetch.run(OutputStream.nullOutputStream()).tcp().isEmpty());

            FetchReport report = fetch.watching(Duration.ofMillis(2)).run(OutputStream.nullOutputStream());

            TcpReport tcp = report.tcp().orElseThrow();
            Reading end = tcp.readings().get(tcp.readings().size() - 1);
            TcpInfo last = end.info();
            assertTrue(last.synDataAcked());
            assertEquals(report.fastOpen().offered(), end.bytesAcked());
            assertTrue(end.bytesReceived() > 3_000_000 && end.bytesReceived() < 3_001_000, end::toString);
            assertTrue(report.words().contains("TCP_INFO: ") && report.words().contains(" fastopen "), report.words());
            Map<?, ?> json =
                    (Map<?, ?>) JsonReader.object(report.json().toString()).get("tcpInfo");
            assertEquals(
                    last.bytesReceived(),
                    ((Number) ((Map<?, ?>) json.get("last")).get("tcpi_bytes_received")).longValue());
            List<?> history = (List<?>) json.get("history");
            assertEquals(tcp.readings().size() - 1, history.size());
            // The request went with the SYN, before anybody could ask.
            assertEquals(report.fastOpen().inSyn(), number(history.get(0), "bytesAcked"));
            assertEquals(0, number(history.get(0), "fromMs"));
            assertEquals(
                    end.bytesReceived(),
                    history.stream()
                            .mapToLong(step -> number(step, "bytesReceived"))
                            .sum());
            assertEquals(end.bytesReceived(), number(json.get("whole"), "bytesReceived"));
            assertTrue(number(json.get("whole"), "receivedPerSecond") > 0);
            String[] lines = report.words().lines().toArray(String[]::new);
            assertTrue(lines[lines.length - 1].matches(" *whole +\\d+ B .* 3\\.0 MB .*"), report.words());
        }
    }

    private static long number(@Nullable Object step, String name) {
        return ((Number) Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(step)).get(name))).longValue();
    }

    @Test
    void connectToAndFieldsAreHeeded() throws Exception {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            FetchRequest request = new FetchRequest(
                    Target.parse("http://name.invalid:81/x?y"),
                    Optional.of(new HostPort("127.0.0.1", server.port())),
                    Duration.ofSeconds(10),
                    List.of(new Fields.Field("X-Tried", "yes")));

            Fetch.plain(FastOpenSockets.best(), request).run(OutputStream.nullOutputStream());

            assertTrue(server.request().startsWith("GET /x?y HTTP/1.1\r\nHost: name.invalid:81\r\n"));
            assertTrue(server.request().contains("\r\nX-Tried: yes\r\n"));
        }
    }

    @Test
    void aSilentServerTimesOut() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Fetch fetch = fetch("http://127.0.0.1:" + silent.getLocalPort() + "/", Duration.ofMillis(300));
            long start = System.nanoTime();

            assertThrows(SocketTimeoutException.class, () -> fetch.run(OutputStream.nullOutputStream()));

            long millis = (System.nanoTime() - start) / 1_000_000;
            // How late a thread wakes up is the machine's.
            assertTrue(millis >= 295 && millis < 9_000, millis + " ms");
        }
    }

    @Test
    void aServerThatStopsInTheMiddleTimesOut() throws Exception {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nok")) {
            server.stayOpen();
            Fetch fetch = fetch("http://127.0.0.1:" + server.port() + "/", Duration.ofMillis(500));

            assertThrows(SocketTimeoutException.class, () -> fetch.run(OutputStream.nullOutputStream()));
        }
    }

    @Test
    void aCutBodyIsAnError() throws Exception {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nok")) {
            Fetch fetch = fetch("http://127.0.0.1:" + server.port() + "/", Duration.ofSeconds(10));

            IOException failure = assertThrows(IOException.class, () -> fetch.run(OutputStream.nullOutputStream()));

            assertEquals("the server closed 18 bytes before the end of the body", failure.getMessage());
        }
    }

    @Test
    void theNextAddressOfANameIsTried() throws Exception {
        // localhost is ::1 and 127.0.0.1; the server listens on one of them only.
        InetAddress[] addresses = InetAddress.getAllByName("localhost");
        InetAddress last = addresses[addresses.length - 1];
        try (ServerSocket listener = new ServerSocket(0, 50, last)) {
            ScriptedServer.answerOne(listener, "HTTP/1.1 204 No\r\n\r\n");
            Fetch fetch = fetch("http://localhost:" + listener.getLocalPort() + "/", Duration.ofSeconds(10));

            assertEquals(204, fetch.run(OutputStream.nullOutputStream()).status());
        }
    }

    private static Fetch fetch(String url, Duration timeout) {
        return Fetch.plain(
                FastOpenSockets.best(), new FetchRequest(Target.parse(url), Optional.empty(), timeout, List.of()));
    }

    /** Reads one request head and says what it was told to. */
    private static final class ScriptedServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private volatile String request = "";
        private volatile boolean open;

        ScriptedServer(String answer) throws IOException {
            daemon(() -> {
                Socket socket = listener.accept();
                request = head(socket.getInputStream());
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (!open) {
                    socket.close();
                }
            });
        }

        static void answerOne(ServerSocket listener, String answer) {
            daemon(() -> {
                try (Socket socket = listener.accept()) {
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                }
            });
        }

        private interface Task {
            void run() throws IOException;
        }

        private static void daemon(Task task) {
            Thread thread = new Thread(() -> {
                try {
                    task.run();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            return head.toString();
        }

        void stayOpen() {
            open = true;
        }

        int port() {
            return listener.getLocalPort();
        }

        String request() {
            return request;
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}

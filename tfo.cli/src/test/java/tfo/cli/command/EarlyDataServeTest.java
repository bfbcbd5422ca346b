package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.testkit.Background;
import tfo.testkit.tls.PemFiles;

/** {@code serve --early-data}: what came early is told, is executed once by all servers together, and only if it is safe. */
@Timeout(300)
class EarlyDataServeTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final String POST = GET.replace("GET", "POST");

    @TempDir
    private Path folder;

    private PemFiles pem = new PemFiles(Path.of(""), Path.of(""), Path.of(""));

    @BeforeEach
    void makeCertificates() throws Exception {
        pem = PemFiles.localhost(folder);
    }

    private ServedProgram serve() throws Exception {
        return ServedProgram.secure(
                pem,
                "--size",
                "70",
                "--early-data",
                "--ticket-key",
                folder.resolve("tickets").toString(),
                "--replay-guard",
                folder.resolve("guard").toString());
    }

    /** What came after the head. */
    private String openssl(int port, String input, String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("timeout", "60", "openssl", "s_client", "-connect", "127.0.0.1:" + port, "-ign_eof", "-quiet"));
        command.addAll(Arrays.asList(options));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .redirectInput(Files.writeString(folder.resolve("input"), input).toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private void meet(ServedProgram server) throws Exception {
        String session = folder.resolve("session").toString();
        assertTrue(openssl(server.port(), GET, "-sess_out", session).startsWith("HTTP/1.1 200 "));
        assertExecuted(false, server);
    }

    private String resume(int port, String early) throws Exception {
        Path request = Files.writeString(folder.resolve("early"), early);
        String session = folder.resolve("session").toString();
        return openssl(port, "", "-sess_in", session, "-early_data", request.toString());
    }

    private static void assertExecuted(boolean early, ServedProgram server) throws IOException {
        Map<String, Object> line = server.next();
        assertEquals("exec", line.get("event"), line::toString);
        assertEquals(early, line.get("early"), line::toString);
        assertEquals(early ? "ACCEPTED" : "NONE", server.nextHandshake().get("earlyData"));
    }

    @Test
    void aSafeRequestIsExecutedEarlyAndAnotherRefused() throws Exception {
        try (ServedProgram server = serve()) {
            meet(server);
            assertTrue(resume(server.port(), GET).startsWith("HTTP/1.1 200 "));
            assertExecuted(true, server);

            meet(server);
            assertTrue(resume(server.port(), POST).startsWith("HTTP/1.1 425 Too Early"));
            assertEquals("ACCEPTED", server.nextHandshake().get("earlyData"));
        }
    }

    @Test
    void aReplayIsExecutedNeitherHereNorByAnotherProcess() throws Exception {
        try (ServedProgram server = serve();
                ServedProgram other = serve()) {
            meet(server);
            byte[] flight = recorded(server.port());
            assertExecuted(true, server);

            for (int i = 0; i < 50; i++) {
                replay(flight, server.port());
                assertNotExecuted(server);
                replay(flight, other.port());
                assertNotExecuted(other);
            }

            // But for the guard the other would have: they share the tickets.
            meet(server);
            assertTrue(resume(other.port(), GET).startsWith("HTTP/1.1 200 "));
            assertExecuted(true, other);
        }
    }

    private static void assertNotExecuted(ServedProgram server) throws IOException {
        Map<String, Object> line = server.next();
        assertEquals("connection", line.get("event"), line::toString);
        assertFalse(String.valueOf(line.get("error")).isEmpty());
    }

    private static void replay(byte[] flight, int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(flight);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
    }

    /** The first flight of a client that asks early. */
    private byte[] recorded(int port) throws Exception {
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Background<Boolean> relay = Background.run(() -> relay(listener, port, flight));
            assertTrue(resume(listener.getLocalPort(), GET).startsWith("HTTP/1.1 200 "));
            assertTrue(relay.result(Duration.ofMinutes(1)));
        }
        return flight.toByteArray();
    }

    // The server gives a client ten seconds for its handshake: it is called when there is one.
    private static void relay(ServerSocket listener, int port, ByteArrayOutputStream flight) throws Exception {
        AtomicBoolean answered = new AtomicBoolean();
        try (Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Background<Boolean> back = Background.run(() -> copy(server, client, answered));
            byte[] bytes = new byte[65536];
            InputStream in = client.getInputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                if (!answered.get()) {
                    flight.write(bytes, 0, n);
                }
                server.getOutputStream().write(bytes, 0, n);
            }
            server.shutdownOutput();
            assertTrue(back.result(Duration.ofMinutes(1)));
        }
    }

    private static void copy(Socket server, Socket client, AtomicBoolean answered) {
        byte[] bytes = new byte[65536];
        try {
            InputStream in = server.getInputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                // Before the client has a byte of it, it sends no second flight.
                answered.set(true);
                client.getOutputStream().write(bytes, 0, n);
            }
            client.shutdownOutput();
        } catch (IOException e) {
            // The client has enough.
        }
    }
}

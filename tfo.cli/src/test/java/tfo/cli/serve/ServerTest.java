package tfo.cli.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenSockets;

@Timeout(120)
class ServerTest {
    private static final String GET = "GET /file HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String CLOSING_GET = "GET /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path folder;

    @Test
    void echoSendsEveryByteBackAndEndsWithTheClient() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);

        try (RunningServer server = RunningServer.of(
                        (where, log) -> Server.echo(Entrance.plain(FastOpenSockets.best(), where), log));
                Socket client = client(server)) {
            Thread writer = new Thread(() -> writeAndFinish(client, bytes));
            writer.start();

            assertArrayEquals(bytes, client.getInputStream().readAllBytes());
            assertEquals(bytes.length, server.nextEnded().sent());
        }
    }

    @Test
    void aRequestMayComeByteByByte() throws Exception {
        try (RunningServer server = files();
                Socket client = client(server)) {
            client.setTcpNoDelay(true);
            for (byte b : CLOSING_GET.getBytes(StandardCharsets.US_ASCII)) {
                client.getOutputStream().write(b);
            }

            assertTrue(rest(client).endsWith("\r\n\r\ncontent"));
        }
    }

    @Test
    void aConnectionCarriesManyRequestsAlsoAtOnce() throws Exception {
        try (RunningServer server = files();
                Socket client = client(server)) {
            client.getOutputStream().write((GET + GET + CLOSING_GET).getBytes(StandardCharsets.US_ASCII));

            assertEquals(3, rest(client).split("HTTP/1.1 200 OK\r\n", -1).length - 1);
        }
    }

    @Test
    void aRequestInTheSynIsAnsweredAndCounted() throws Exception {
        FastOpenSockets sockets = FastOpenSockets.best();
        ByteBuffer request = ByteBuffer.wrap(CLOSING_GET.getBytes(StandardCharsets.US_ASCII));
        try (RunningServer server = files()) {
            long before = sockets.counters().passive();
            ask(server, sockets, request);
            server.nextEnded();

            ask(server, sockets, request);

            Served second = server.nextEnded();
            assertEquals(Outcome.ACKNOWLEDGED, second.fastOpen().outcome());
            assertEquals(request.remaining(), second.received());
            assertTrue(sockets.counters().passive() > before);
        }
    }

    private static void ask(RunningServer server, FastOpenSockets sockets, ByteBuffer request) throws IOException {
        try (FastOpenConnection connection =
                sockets.connect(ConnectRequest.to(server.address()).firstFlight(request))) {
            assertTrue(rest(connection.channel().socket()).endsWith("content"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST /file HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\n\\r\\nabc,405",
        "GET /none HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n,404",
        "GET /../x HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n,400",
        "GET /file HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\n\\r\\nabc,400",
        "nonsense\\r\\n\\r\\n,400",
        "GET / HTTP/3.0\\r\\nHost: x\\r\\n\\r\\n,505"
    })
    void whatCannotBeServedIsToldAndTheConnectionEnds(String request, int status) throws Exception {
        try (RunningServer server = files();
                Socket client = client(server)) {
            String bytes = request.replace("\\r", "\r").replace("\\n", "\n");
            client.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));

            String answer = rest(client);
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
            assertTrue(answer.contains("Connection: close\r\n"), answer);
        }
    }

    @Test
    void headTellsTheLengthAndSendsNoBody() throws Exception {
        try (RunningServer server = RunningServer.sized(123_456);
                Socket client = client(server)) {
            client.getOutputStream().write("HEAD / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            String answer = rest(client);
            assertTrue(answer.contains("Content-Length: 123456\r\n"), answer);
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
    }

    @Test
    void aClientThatResetsIsNotedAndTheNextIsServed() throws Exception {
        try (RunningServer server = RunningServer.sized(50_000_000)) {
            try (Socket client = client(server)) {
                client.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
                assertTrue(client.getInputStream().read() >= 0);
                client.setSoLinger(true, 0);
            }

            assertTrue(server.nextEnded().error().isPresent());
            try (Socket client = client(server)) {
                client.getOutputStream().write(CLOSING_GET.getBytes(StandardCharsets.US_ASCII));
                assertTrue(rest(client).length() > 50_000_000);
            }
        }
    }

    @Test
    void closingEndsOpenConnectionsAndTheListener() throws Exception {
        RunningServer server =
                RunningServer.of((where, log) -> Server.echo(Entrance.plain(FastOpenSockets.best(), where), log));
        try (Socket client = client(server)) {
            client.getOutputStream().write(1);
            assertEquals(1, client.getInputStream().read());

            server.close();

            assertEquals(-1, endOf(client.getInputStream()));
            assertThrows(ConnectException.class, () -> client(server).close());
        }
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        Path none = folder.resolve("none");

        assertThrows(
                NoSuchFileException.class,
                () -> RunningServer.of(
                        (where, log) -> Server.files(Entrance.plain(FastOpenSockets.best(), where), none, log)));
    }

    private RunningServer files() throws IOException {
        Files.writeString(folder.resolve("file"), "content");
        return RunningServer.of(
                (where, log) -> Server.files(Entrance.plain(FastOpenSockets.best(), where), folder, log));
    }

    private static Socket client(RunningServer server) throws IOException {
        return new Socket(server.address().getAddress(), server.address().getPort());
    }

    private static String rest(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    // Closing with a thread in read may also reset.
    private static int endOf(InputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            return -1;
        }
    }

    private static void writeAndFinish(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

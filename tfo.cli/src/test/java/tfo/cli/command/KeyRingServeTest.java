package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenCounters;

/** {@code serve --fast-open-key-ring}: servers with one secret take each other's cookies, also while their keys change. */
@Timeout(300)
class KeyRingServeTest {
    private final FastOpenSockets sockets = FastOpenSockets.best();

    @TempDir
    private Path folder;

    @Test
    void theCookieOfOneServerIsTakenByTheOtherAndByNoStranger() throws Exception {
        String address = "127.66.0.1";
        try (ServedProgram one = serve(address, "ring");
                ServedProgram other = serve(address, "ring");
                ServedProgram stranger = serve(address, "another")) {
            assertEquals(Outcome.COOKIE_REQUESTED, connect(address, one));
            assertEquals(Outcome.ACKNOWLEDGED, connect(address, other));
            assertEquals(Outcome.ACKNOWLEDGED, connect(address, one));

            assertNotEquals(Outcome.ACKNOWLEDGED, connect(address, stranger));
            assertNotEquals(Outcome.ACKNOWLEDGED, connect(address, one), "it has the stranger's cookie now");
        }
    }

    @Test
    void afterARotationAnOlderCookieIsTakenByTheBackupKey() throws Exception {
        String address = "127.66.0.2";
        try (ServedProgram one = serve(address, "ring", "--fast-open-key-period", "2s");
                ServedProgram other = serve(address, "ring", "--fast-open-key-period", "2s")) {
            connect(address, one);
            ServedProgram next = other;
            Outcome outcome;
            FastOpenCounters before;
            // Each with the cookie of the one before. The class's time-out bounds it: each period begins with one of
            // the older key.
            do {
                before = sockets.counters();
                outcome = connect(address, next);
                next = next == one ? other : one;
            } while (sockets.counters().since(before).passiveAltKey() == 0);

            assertEquals(Outcome.ACKNOWLEDGED, outcome);
        }
    }

    @Test
    void aProviderThatCannotHaveKeysServesWithoutAndSaysSo() throws Exception {
        try (ServedProgram server = ServedProgram.start(
                "--echo", "--provider", "fallback", "--fast-open-key-ring", folder.resolve("ring") + "")) {
            Map<String, Object> keys = server.next();

            assertEquals("keys", keys.get("event"));
            assertEquals(false, keys.get("renewed"));
            assertFalse(keys.get("reason").toString().isEmpty());
            connect("127.0.0.1", server);
        }
    }

    @Test
    void aSecretThatOthersMayReadIsRefused() throws IOException {
        Path ring = Files.write(folder.resolve("ring"), new byte[32]);
        Files.setPosixFilePermissions(ring, PosixFilePermissions.fromString("rw-r--r--"));

        Program program = Program.run("serve", "--port", "0", "--echo", "--fast-open-key-ring", ring.toString());

        assertEquals(1, program.status());
        assertTrue(program.err().contains("chmod 600"), program.err());
    }

    private ServedProgram serve(String address, String ring, String... more) throws IOException {
        String[] what = {
            "--echo",
            "--bind",
            address,
            "--fast-open-key-ring",
            folder.resolve(ring).toString()
        };
        ServedProgram server = ServedProgram.start(
                Stream.of(what, more).flatMap(Arrays::stream).toArray(String[]::new));
        assertEquals(Map.of("event", "keys", "renewed", true, "reason", ""), server.next());
        return server;
    }

    private Outcome connect(String address, ServedProgram server) throws IOException {
        ConnectRequest request = ConnectRequest.to(new InetSocketAddress(address, server.port()))
                .firstFlight(ByteBuffer.wrap(new byte[] {7}));
        try (FastOpenConnection connection = sockets.connect(request)) {
            ByteBuffer echo = ByteBuffer.allocate(1);
            assertEquals(1, connection.channel().read(echo));
            assertEquals(7, echo.get(0));
            return connection.report().outcome();
        }
    }
}

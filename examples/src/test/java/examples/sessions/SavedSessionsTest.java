package examples.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;
import tfo.api.tls.Trust;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SavedSessionsTest {
    private static final String PASSWORD = "secret";

    @TempDir
    Path temporary;

    @Test
    void theSecondClientTakesUpTheSessionOfTheFirst() throws Exception {
        Identity identity = certificate();
        Path folder = temporary.resolve("sessions");
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (TlsServer server = TlsService.best().server().identity(identity).build();
                FastOpenListener listener = FastOpenSockets.best().listen(ListenRequest.on(here))) {
            Thread thread = new Thread(() -> serve(server, listener));
            thread.setDaemon(true);
            thread.start();
            Trust trust = Trust.certificates(identity.chain());
            InetSocketAddress localhost = new InetSocketAddress(
                    InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}),
                    listener.localAddress().getPort());

            HandshakeReport first = new SavedSessions(folder, trust).ask(localhost, "one");
            HandshakeReport second = new SavedSessions(folder, trust).ask(localhost, "two");

            assertEquals("gnutls", TlsService.best().name());
            assertFalse(first.resumed());
            assertFalse(first.reason().isEmpty());
            assertTrue(second.resumed(), second::reason);
        }
    }

    private static void serve(TlsServer server, FastOpenListener listener) {
        try {
            while (true) {
                answer(server, listener.accept());
            }
        } catch (IOException e) {
            // The end.
        }
    }

    private static void answer(TlsServer server, FastOpenConnection accepted) {
        try (TlsConnection connection = server.accept(accepted)) {
            ByteBuffer question = ByteBuffer.allocate(3);
            while (question.hasRemaining() && connection.read(question) >= 0) {}
            connection.write(question.flip());
        } catch (IOException e) {
            // A client that went away: its test will tell.
        }
    }

    private Identity certificate() throws Exception {
        Path store = temporary.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("keytool.log").toFile())
                .start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue(), Files.readString(temporary.resolve("keytool.log")));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return Identity.keyStore(keys, PASSWORD.toCharArray());
    }
}

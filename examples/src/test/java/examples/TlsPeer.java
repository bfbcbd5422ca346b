package examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;
import tfo.api.tls.Trust;

/** A TLS server named localhost that says three bytes back. */
public final class TlsPeer implements AutoCloseable {
    private static final String PASSWORD = "secret";

    /** Made once for all: keytool is a program of its own, slow to start. Guarded by the class. */
    private static Identity made;

    private final Identity identity;
    private final TlsServer server;
    private final FastOpenListener listener;

    /** Keeps what it has to keep in this folder. */
    public TlsPeer(Path folder) throws Exception {
        identity = identity(folder);
        server = TlsService.best().server().identity(identity).build();
        listener = FastOpenSockets.best()
                .listen(ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where it is, by its name. */
    public InetSocketAddress address() throws UnknownHostException {
        return new InetSocketAddress(
                InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}),
                listener.localAddress().getPort());
    }

    /** What believes it. */
    public Trust trust() {
        return Trust.certificates(identity.chain());
    }

    private void serve() {
        try {
            while (true) {
                answer(listener.accept());
            }
        } catch (IOException e) {
            // The end.
        }
    }

    private void answer(FastOpenConnection accepted) {
        try (TlsConnection connection = server.accept(accepted)) {
            ByteBuffer question = ByteBuffer.allocate(3);
            while (question.hasRemaining() && connection.read(question) >= 0) {}
            connection.write(question.flip());
        } catch (IOException e) {
            // A client that went away: its test will tell.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        server.close();
    }

    private static synchronized Identity identity(Path folder) throws Exception {
        if (made == null) {
            made = certificate(folder);
        }
        return made;
    }

    private static Identity certificate(Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
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
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertTrue(keytool.waitFor(180, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue(), Files.readString(folder.resolve("keytool.log")));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return Identity.keyStore(keys, PASSWORD.toCharArray());
    }
}

package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsTransport;
import tfo.api.tls.Trust;
import tfo.fallback.FallbackSockets;
import tfo.linux.LinuxSockets;
import tfo.testkit.tls.Pki;

/** What is this provider's own; what every provider keeps is in the contract suites. */
@Timeout(180)
class GnuTlsServiceTest {
    private static final Identity LOCALHOST = Pki.selfSigned("localhost", "127.0.0.1", "::1");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final GnuTlsService tls = new GnuTlsService();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private static FastOpenSockets sockets(String name) {
        return name.equals("linux") ? new LinuxSockets() : new FallbackSockets();
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(0, resource);
        return resource;
    }

    private TlsServer server() throws TlsException {
        return closing(tls.server().identity(LOCALHOST).alpn(List.of("echo")).build());
    }

    private TlsClient.Builder trusting() {
        return tls.client().trust(Trust.certificates(LOCALHOST.chain())).alpn(List.of("echo"));
    }

    private FastOpenListener listen(FastOpenSockets sockets) throws IOException {
        return closing(sockets.listen(ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))));
    }

    private static ConnectRequest to(FastOpenListener listener) throws IOException {
        return localhost(listener.localAddress().getPort());
    }

    private static ConnectRequest localhost(int port) throws IOException {
        InetAddress address = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        return ConnectRequest.to(new InetSocketAddress(address, port));
    }

    /** Serves one connection after another, sending back all that comes. */
    private void echo(TlsServer server, FastOpenListener listener) {
        Future<?> unused = threads.submit(() -> {
            while (true) {
                FastOpenConnection accepted = listener.accept();
                try (TlsConnection connection = server.accept(accepted)) {
                    ByteBuffer buffer = ByteBuffer.allocate(40_000);
                    while (connection.read(buffer.clear()) >= 0) {
                        connection.write(buffer.flip());
                    }
                } catch (IOException e) {
                    // The client's business.
                }
            }
        });
    }

    private static String talk(TlsConnection connection, String text) throws IOException {
        connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        ByteBuffer answer = ByteBuffer.allocate(text.length());
        while (answer.hasRemaining() && connection.read(answer) >= 0) {
            // On to the end.
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }

    @Test
    void itIsAvailableHere() {
        assertEquals("", tls.availability().reason());
        assertTrue(tls.library().startsWith("GnuTLS 3."), tls.library());
    }

    @Test
    void aSessionOfTls12LastsAsLongAsTheLibraryKeepsIt() throws Exception {
        FastOpenSockets sockets = sockets("linux");
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().priority("NORMAL:-VERS-TLS1.3").build());

        try (TlsConnection connection = client.dial(to(listener)).connect(sockets)) {
            SessionData session = connection.session().orElseThrow();

            assertEquals(Duration.ofHours(6), Duration.between(session.issued(), session.expires()));
            assertEquals(0, session.maxEarlyData());
        }
    }

    @Test
    void aServerThatPromisesNothingIsNotTakenToTakeEarlyData() throws Exception {
        FastOpenSockets sockets = sockets("linux");
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().build());

        try (TlsConnection connection = client.dial(to(listener)).connect(sockets)) {
            SessionData session = connection.awaitSession(PATIENCE).orElseThrow();

            assertEquals(0, session.maxEarlyData());
            assertEquals(Duration.ofHours(6), Duration.between(session.issued(), session.expires()));
        }
    }

    @Test
    void aDirectoryCarriesSessionsToAnotherClient(@TempDir Path temporary) throws Exception {
        FastOpenSockets sockets = sockets("linux");
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        Path directory = temporary.resolve("sessions");
        try (TlsClient client =
                        trusting().sessions(tls.sessionDirectory(directory)).build();
                TlsConnection first = client.dial(to(listener)).connect(sockets)) {
            talk(first, "one");
        }

        SessionStore another = new GnuTlsService().sessionDirectory(directory);
        TlsClient client = closing(trusting().sessions(another).build());
        try (TlsConnection second = client.dial(to(listener)).connect(sockets)) {
            assertTrue(second.handshake().resumed(), second.handshake().reason());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NORMAL:+VERS-TLS1.0",
                "NORMAL:+NULL",
                "NORMAL:%UNSAFE_RENEGOTIATION",
                "NORMAL:+3DES-CBC",
                "nonsense"
            })
    void aWeakerPriorityIsRefused(String priority) {
        TlsException e = assertThrows(
                TlsException.class, () -> tls.client().priority(priority).build());

        assertEquals(TlsException.Reason.MISCONFIGURED, e.reason(), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux", "fallback"})
    void closeMayMeetReadsAndWrites(String name) throws Exception {
        FastOpenSockets sockets = sockets(name);
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().build());
        for (int i = 0; i < 20; i++) {
            TlsConnection connection = client.dial(to(listener)).connect(sockets);
            List<Future<?>> users = new ArrayList<>();
            for (int reader = 0; reader < 4; reader++) {
                users.add(threads.submit(() -> use(() -> connection.read(ByteBuffer.allocateDirect(100)))));
                users.add(threads.submit(() -> use(() -> connection.write(ByteBuffer.allocate(30_000)))));
            }
            talkedEnough(connection);
            connection.close();

            for (Future<?> user : users) {
                user.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private static void talkedEnough(TlsConnection connection) throws IOException {
        for (int i = 0; i < 5; i++) {
            connection.write(ByteBuffer.allocate(1000));
        }
    }

    private static void use(Callable<Integer> call) {
        assertThrows(ClosedChannelException.class, () -> {
            while (call.call() >= 0) {
                // Until it is closed.
            }
        });
    }

    @Test
    void theBuiltinTransportConnects() throws Exception {
        FastOpenSockets sockets = sockets("linux");
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().transport(TlsTransport.BUILTIN).build());

        for (int i = 0; i < 3; i++) {
            try (TlsConnection connection = client.dial(to(listener)).connect(sockets)) {
                assertEquals("hello", talk(connection, "hello"));
            }
        }
        assertThrows(
                IllegalStateException.class, () -> client.dial(to(listener)).engine());
    }
}

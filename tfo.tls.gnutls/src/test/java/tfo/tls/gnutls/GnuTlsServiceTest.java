package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.Identity;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsTransport;
import tfo.api.tls.TlsVersion;
import tfo.fallback.FallbackSockets;
import tfo.linux.LinuxSockets;

@Timeout(60)
class GnuTlsServiceTest {
    private static final Identity LOCALHOST = TestIdentity.localhost();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final GnuTlsService tls = new GnuTlsService();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
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
        return tls.client().trust(TestIdentity.trusting(LOCALHOST)).alpn(List.of("echo"));
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

    @ParameterizedTest
    @ValueSource(strings = {"linux", "fallback"})
    void whatIsWrittenIsReadOnTheOtherSide(String name) throws Exception {
        FastOpenSockets sockets = sockets(name);
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().build());

        try (TlsConnection connection = client.dial(to(listener)).connect(sockets)) {
            assertEquals("hello", talk(connection, "hello"));
            assertEquals(TlsVersion.TLS_1_3, connection.handshake().version());
            assertEquals("echo", connection.handshake().alpn());
            assertTrue(connection.handshake().cipherSuite().startsWith("TLS_"));
            assertEquals(LOCALHOST.chain(), connection.handshake().peer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux", "fallback"})
    void aMegabyteComesBackUnchanged(String name) throws Exception {
        FastOpenSockets sockets = sockets(name);
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().build());
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);

        try (TlsConnection connection = client.dial(to(listener)).connect(sockets)) {
            Future<?> writer = threads.submit(() -> {
                connection.write(ByteBuffer.wrap(bytes));
                connection.shutdownOutput();
                return null;
            });
            ByteBuffer back = ByteBuffer.allocateDirect(bytes.length);
            while (back.hasRemaining() && connection.read(back) >= 0) {
                // On to the end.
            }
            writer.get(20, TimeUnit.SECONDS);
            byte[] received = new byte[back.flip().remaining()];
            back.get(received);
            assertArrayEquals(bytes, received);
            assertEquals(-1, connection.read(ByteBuffer.allocate(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux", "fallback"})
    void aSessionOfTheStoreIsResumed(String name) throws Exception {
        FastOpenSockets sockets = sockets(name);
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().build());

        try (TlsConnection first = client.dial(to(listener)).connect(sockets)) {
            talk(first, "one");
            assertFalse(first.handshake().resumed());
            assertFalse(first.handshake().reason().isEmpty());
        }
        try (TlsConnection second = client.dial(to(listener)).connect(sockets)) {
            assertEquals("two", talk(second, "two"));
            assertTrue(second.handshake().resumed(), second.handshake().reason());
            assertEquals("", second.handshake().reason());
        }
    }

    @Test
    void aSessionOfTls12IsResumed() throws Exception {
        FastOpenSockets sockets = sockets("linux");
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().priority("NORMAL:-VERS-TLS1.3").build());

        try (TlsConnection first = client.dial(to(listener)).connect(sockets)) {
            talk(first, "one");
            assertEquals(TlsVersion.TLS_1_2, first.handshake().version());
        }
        try (TlsConnection second = client.dial(to(listener)).connect(sockets)) {
            assertEquals("two", talk(second, "two"));
            assertTrue(second.handshake().resumed(), second.handshake().reason());
        }
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
    void aSealedSessionIsResumedOnceByAnotherClient() throws Exception {
        FastOpenSockets sockets = sockets("linux");
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().sessions(SessionStore.none()).build());
        SessionSecret secret = SessionSecret.random();
        byte[] sealed;
        try (TlsConnection first = client.dial(to(listener)).connect(sockets)) {
            talk(first, "one");
            sealed = first.awaitSession(PATIENCE).orElseThrow().seal(secret);
        }
        TlsClient other = closing(trusting().sessions(SessionStore.none()).build());

        SessionData session =
                new GnuTlsService().openSession(sealed, secret).session().orElseThrow();
        try (TlsConnection second = other.dial(to(listener)).resume(session).connect(sockets)) {
            assertTrue(second.handshake().resumed(), second.handshake().reason());
        }
        try (TlsConnection third = other.dial(to(listener)).resume(session).connect(sockets)) {
            assertFalse(third.handshake().resumed());
            assertTrue(
                    third.handshake().reason().contains("used"),
                    third.handshake().reason());
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

    @Test
    void anUntrustedServerIsRefusedInWords() throws Exception {
        FastOpenSockets sockets = sockets("linux");
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        Identity stranger = TestIdentity.localhost();
        TlsClient client = closing(tls.client()
                .trust(TestIdentity.trusting(stranger))
                .alpn(List.of("echo"))
                .build());

        TlsException e =
                assertThrows(TlsException.class, () -> client.dial(to(listener)).connect(sockets));

        assertEquals(TlsException.Reason.UNTRUSTED_PEER, e.reason(), e.getMessage());
        assertTrue(e.getMessage().contains("certificate"), e.getMessage());
    }

    @Test
    void anotherNameIsRefused() throws Exception {
        FastOpenSockets sockets = sockets("linux");
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().build());

        TlsException e = assertThrows(
                TlsException.class,
                () -> client.dial(to(listener)).serverName("other.example").connect(sockets));

        assertEquals(TlsException.Reason.UNTRUSTED_PEER, e.reason(), e.getMessage());
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
    void aSilentServerTimesOut(String name) throws Exception {
        try (ServerSocketChannel silent =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            TlsClient client = closing(trusting().build());
            ConnectRequest request = ConnectRequest.to((InetSocketAddress) silent.getLocalAddress());

            assertThrows(
                    SocketTimeoutException.class,
                    () -> client.dial(request).timeout(Duration.ofMillis(200)).connect(sockets(name)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux", "fallback"})
    void aReadTimesOutAndTheConnectionGoesOn(String name) throws Exception {
        FastOpenSockets sockets = sockets(name);
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().build());

        try (TlsConnection connection = client.dial(to(listener)).connect(sockets)) {
            connection.readTimeout(Duration.ofMillis(100));
            assertThrows(SocketTimeoutException.class, () -> connection.read(ByteBuffer.allocate(10)));
            connection.readTimeout(Duration.ZERO);
            assertEquals("on", talk(connection, "on"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux", "fallback"})
    void closeEndsARead(String name) throws Exception {
        FastOpenSockets sockets = sockets(name);
        FastOpenListener listener = listen(sockets);
        echo(server(), listener);
        TlsClient client = closing(trusting().build());
        for (int i = 0; i < 50; i++) {
            TlsConnection connection = client.dial(to(listener)).connect(sockets);
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            threads.execute(() -> end.complete(
                    assertThrows(ClosedChannelException.class, () -> connection.read(ByteBuffer.allocate(10)))));
            connection.write(ByteBuffer.allocate(0));
            connection.close();

            assertTrue(end.get(20, TimeUnit.SECONDS) instanceof ClosedChannelException);
            assertFalse(connection.isOpen());
        }
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
                user.get(20, TimeUnit.SECONDS);
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

    @ParameterizedTest
    @EnumSource(ClientAuthentication.class)
    void clientsAreAskedForCertificates(ClientAuthentication wanted) throws Exception {
        FastOpenSockets sockets = sockets("linux");
        FastOpenListener listener = listen(sockets);
        Identity visitor = TestIdentity.localhost();
        TlsServer server = closing(tls.server()
                .identity(LOCALHOST)
                .clients(wanted, TestIdentity.trusting(visitor))
                .build());
        Future<List<?>> shown = threads.submit(() -> {
            try (TlsConnection connection = server.accept(listener.accept())) {
                connection.write(ByteBuffer.wrap(new byte[] {1}));
                return connection.handshake().peer();
            }
        });
        TlsClient client = closing(trusting().alpn(List.of()).identity(visitor).build());

        try (TlsConnection connection = client.dial(to(listener)).connect(sockets)) {
            assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        }
        List<?> expected = wanted == ClientAuthentication.NONE ? List.of() : visitor.chain();
        assertEquals(expected, shown.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aStrangeClientIsRefused() throws Exception {
        FastOpenSockets sockets = sockets("linux");
        FastOpenListener listener = listen(sockets);
        TlsServer server = closing(tls.server()
                .identity(LOCALHOST)
                .clients(ClientAuthentication.WANTED, TestIdentity.trusting(LOCALHOST))
                .build());
        Future<TlsException> refusal = threads.submit(() -> assertThrows(
                TlsException.class, () -> server.accept(listener.accept()).close()));
        TlsClient client = closing(
                trusting().alpn(List.of()).identity(TestIdentity.localhost()).build());

        assertThrows(IOException.class, () -> {
            try (TlsConnection connection = client.dial(to(listener)).connect(sockets)) {
                connection.read(ByteBuffer.allocate(1));
            }
        });
        assertEquals(
                TlsException.Reason.UNTRUSTED_PEER,
                refusal.get(20, TimeUnit.SECONDS).reason());
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

    @Test
    void twoEnginesTalk() throws Exception {
        TlsClient client = closing(trusting().build());
        TlsEngine near = closing(client.dial(localhost(1)).engine());
        TlsEngine far = closing(server().engine());
        for (int i = 0; i < 10 && (near.handshake().isEmpty() || far.handshake().isEmpty()); i++) {
            move(near, far);
            move(far, near);
        }

        assertEquals(5, near.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8))));
        move(near, far);
        ByteBuffer plain = ByteBuffer.allocate(10);
        assertEquals(5, far.read(plain));
        assertEquals("hello", new String(plain.array(), 0, 5, StandardCharsets.UTF_8));
        assertArrayEquals(
                near.channelBinding(ChannelBinding.TLS_EXPORTER).orElseThrow(),
                far.channelBinding(ChannelBinding.TLS_EXPORTER).orElseThrow());
        near.shutdownOutput();
        move(near, far);
        assertEquals(-1, far.read(plain));
    }

    private static void move(TlsEngine from, TlsEngine to) throws TlsException {
        ByteBuffer network = ByteBuffer.allocate(100_000);
        from.send(network);
        to.receive(network.flip());
        assertFalse(network.hasRemaining());
    }
}

package tfo.fallback.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.Identity;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsVersion;
import tfo.api.tls.Trust;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PortableTlsTest {
    private static final Identity OWN = TestIdentity.localhost();
    private static final Identity OTHER = TestIdentity.of("RSA", "dns:other.example,dns:*.wild.example");

    private Meeting meeting;

    @BeforeEach
    void open() throws IOException {
        meeting = new Meeting();
    }

    @AfterEach
    void close() throws IOException {
        meeting.close();
    }

    private static ClientBuilder client() {
        return new ClientBuilder().trust(TestIdentity.trusting(OWN));
    }

    private static ClientBuilder client(TlsVersion version) {
        return version == TlsVersion.TLS_1_3 ? client().minimumVersion(version) : client().maximumVersion(version);
    }

    private static TlsServer server() throws TlsException {
        return new ServerBuilder().identity(OWN).build();
    }

    @ParameterizedTest
    @EnumSource
    void theSecondConnectionIsResumedAndBothSidesSaySo(TlsVersion version) throws Exception {
        TlsServer server = server();
        TlsClient client = client(version).build();
        for (int i = 0; i < 4; i++) {
            try (Meeting.Pair pair = meeting.of(client, server, "localhost")) {
                pair.talk();

                assertEquals(version, pair.client().handshake().version());
                assertEquals(i > 0, pair.client().handshake().resumed(), "client " + i);
                assertEquals(i > 0, pair.server().handshake().resumed(), "server " + i);
                assertEquals(i > 0, pair.client().handshake().reason().isEmpty());
                assertEquals("localhost", pair.client().handshake().serverName());
                assertEquals("localhost", pair.server().handshake().serverName());
                assertEquals(OWN.chain(), pair.client().handshake().peer());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionServesNoOtherNameOfTheSameServer(TlsVersion version) throws Exception {
        TlsServer server = server();
        TlsClient client = client(version).build();
        meet(client, server, "localhost").talk();
        meet(client, server, "localhost").talk();

        var thrown = assertThrows(TlsException.class, () -> meet(client, server, "other.example"));

        assertEquals(Reason.UNTRUSTED_PEER, thrown.reason());
        try (Meeting.Pair pair = meet(client, server, "127.0.0.1")) {
            assertEquals(false, pair.client().handshake().resumed());
            assertEquals("", pair.client().handshake().serverName());
        }
    }

    private Meeting.Pair meet(TlsClient client, TlsServer server, String host) throws Exception {
        return meeting.of(client, server, host);
    }

    @Test
    void aClientWithoutAStoreResumesNothing() throws Exception {
        assertNeverResumed(client().sessions(SessionStore.none()).build(), server());
    }

    @Test
    void aServerWithoutTicketsResumesNothing() throws Exception {
        TlsServer server = new ServerBuilder().identity(OWN).ticketCount(0).build();

        assertNeverResumed(client(TlsVersion.TLS_1_3).build(), server);
        assertNeverResumed(client(TlsVersion.TLS_1_2).build(), server);
    }

    private void assertNeverResumed(TlsClient client, TlsServer server) throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Meeting.Pair pair = meet(client, server, "localhost")) {
                pair.talk();
                assertEquals(false, pair.client().handshake().resumed());
                assertEquals(false, pair.server().handshake().resumed());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLotOfBytesArriveInOrder(TlsVersion version) throws Exception {
        byte[] sent = new byte[5_000_000];
        new Random(1).nextBytes(sent);
        try (Meeting.Pair pair = meet(client(version).build(), server(), "localhost")) {
            var writing = CompletableFuture.runAsync(() -> Meeting.write(pair.client(), sent), Meeting::start);
            byte[] back = new byte[sent.length];
            var answering = CompletableFuture.runAsync(() -> Meeting.write(pair.server(), sent), Meeting::start);
            var reading = CompletableFuture.supplyAsync(() -> Meeting.read(pair.client(), back.length), Meeting::start);

            assertArrayEquals(sent, Meeting.read(pair.server(), sent.length));
            assertArrayEquals(sent, reading.get(30, TimeUnit.SECONDS));
            writing.get(30, TimeUnit.SECONDS);
            answering.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoHasShutTheOutputStillReads() throws Exception {
        try (Meeting.Pair pair = meet(client().build(), server(), "localhost")) {
            pair.client().shutdownOutput();
            pair.client().shutdownOutput();

            assertEquals(-1, pair.server().read(ByteBuffer.allocate(9)));
            assertEquals(-1, pair.server().read(ByteBuffer.allocate(9)));
            assertThrows(ClosedChannelException.class, () -> pair.client().write(ByteBuffer.allocate(1)));
            Meeting.write(pair.server(), new byte[] {1, 2, 3});
            assertArrayEquals(new byte[] {1, 2, 3}, Meeting.read(pair.client(), 3));
            pair.server().close();
            assertEquals(-1, pair.client().read(ByteBuffer.allocate(9)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatIsCutIsTruncated(TlsVersion version) throws Exception {
        try (Meeting.Pair pair = meet(client(version).build(), server(), "localhost")) {
            Meeting.write(pair.server(), new byte[3]);
            pair.server().underneath().orElseThrow().channel().shutdownOutput();

            assertEquals(3, pair.client().read(ByteBuffer.allocate(9)));
            var thrown = assertThrows(TlsException.class, () -> pair.client().read(ByteBuffer.allocate(9)));
            assertEquals(Reason.TRUNCATED, thrown.reason());
        }
    }

    @Test
    void aStreamThatIsCutIsAnEndForWhoAllowsIt() throws Exception {
        try (Meeting.Pair pair = meet(client().truncationAllowed().build(), server(), "localhost")) {
            pair.server().underneath().orElseThrow().channel().shutdownOutput();

            assertEquals(-1, pair.client().read(ByteBuffer.allocate(9)));
        }
    }

    @Test
    void aReadThatTimesOutLeavesTheConnectionUsable() throws Exception {
        try (Meeting.Pair pair = meet(client().build(), server(), "localhost")) {
            pair.client().readTimeout(Duration.ofMillis(100));
            assertThrows(SocketTimeoutException.class, () -> pair.client().read(ByteBuffer.allocate(9)));

            pair.client().readTimeout(Duration.ofSeconds(30));
            pair.talk();
        }
    }

    @Test
    void anInterruptDoesNotEndAWait() throws Exception {
        try (Meeting.Pair pair = meet(client().build(), server(), "localhost")) {
            Thread.currentThread().interrupt();
            pair.client().readTimeout(Duration.ofMillis(100));
            assertThrows(SocketTimeoutException.class, () -> pair.client().read(ByteBuffer.allocate(9)));
            assertTrue(Thread.interrupted());

            pair.client().readTimeout(Duration.ZERO);
            pair.talk();
        }
    }

    @Test
    void aCloseEndsReaderAndWriter() throws Exception {
        try (Meeting.Pair pair = meet(client().build(), server(), "localhost")) {
            var reader = CompletableFuture.supplyAsync(() -> Meeting.read(pair.client(), 1), Meeting::start);
            var writer = CompletableFuture.runAsync(
                    () -> Meeting.write(pair.client(), new byte[64_000_000]), Meeting::start);
            Meeting.read(pair.server(), 1_000_000);

            pair.client().close();

            assertEndsAsynchronously(reader);
            assertEndsAsynchronously(writer);
            assertThrows(ClosedChannelException.class, () -> pair.client().read(ByteBuffer.allocate(9)));
            assertThrows(ClosedChannelException.class, () -> pair.client().write(ByteBuffer.allocate(9)));
            assertThrows(ClosedChannelException.class, () -> pair.client().shutdownOutput());
        }
    }

    private static void assertEndsAsynchronously(CompletableFuture<?> work) {
        var thrown = assertThrows(ExecutionException.class, () -> work.get(10, TimeUnit.SECONDS));

        assertInstanceOf(AsynchronousCloseException.class, thrown.getCause().getCause());
    }

    @Test
    void aCloseUnderneathEndsAWait() throws Exception {
        try (Meeting.Pair pair = meet(client().build(), server(), "localhost")) {
            var reader = CompletableFuture.supplyAsync(() -> Meeting.read(pair.client(), 1), Meeting::start);

            pair.client().underneath().orElseThrow().close();

            var thrown = assertThrows(ExecutionException.class, () -> reader.get(10, TimeUnit.SECONDS));
            assertInstanceOf(ClosedChannelException.class, thrown.getCause().getCause());
        }
    }

    @Test
    void theFirstCommonProtocolOfTheServerIsTaken() throws Exception {
        TlsServer server = new ServerBuilder()
                .identity(OWN)
                .alpn(List.of("h2", "http/1.1"))
                .build();

        try (Meeting.Pair pair = meet(client().alpn(List.of("http/1.1", "x")).build(), server, "localhost")) {
            assertEquals("http/1.1", pair.client().handshake().alpn());
            assertEquals("http/1.1", pair.server().handshake().alpn());
        }
        try (Meeting.Pair pair = meet(client().build(), server, "localhost")) {
            assertEquals("", pair.client().handshake().alpn());
        }
    }

    @Test
    void noCommonProtocolIsAnAlert() throws Exception {
        TlsServer server = new ServerBuilder().identity(OWN).alpn(List.of("h2")).build();
        TlsClient client = client().alpn(List.of("http/1.1")).build();

        var thrown = assertThrows(TlsException.class, () -> meet(client, server, "localhost"));

        assertEquals(Reason.PEER_ALERT, thrown.reason());
        assertEquals(OptionalInt.of(120), thrown.alert());
        assertEquals(Reason.NO_AGREEMENT, meeting.serverFailure().reason());
    }

    @Test
    void noCommonVersionIsADisagreement() throws Exception {
        TlsServer server = new ServerBuilder()
                .identity(OWN)
                .minimumVersion(TlsVersion.TLS_1_3)
                .build();
        TlsClient client = client(TlsVersion.TLS_1_2).build();

        var thrown = assertThrows(TlsException.class, () -> meet(client, server, "localhost"));

        assertEquals(OptionalInt.of(70), thrown.alert());
        assertEquals(Reason.NO_AGREEMENT, meeting.serverFailure().reason());
    }

    @Test
    void aStrangerIsNotTrusted() throws Exception {
        TlsClient client =
                new ClientBuilder().trust(TestIdentity.trusting(OTHER)).build();
        TlsServer server = server();

        var thrown = assertThrows(TlsException.class, () -> meet(client, server, "localhost"));

        assertEquals(Reason.UNTRUSTED_PEER, thrown.reason());
        assertEquals("SSLHandshakeException", thrown.code());
        assertEquals(Reason.PEER_ALERT, meeting.serverFailure().reason());
    }

    @Test
    void whoTrustsAnyoneTrustsAStranger() throws Exception {
        TlsClient anyone = new ClientBuilder().trustAnyone().build();
        TlsClient anyName = client().anyHostName().build();

        meet(anyone, server(), "whoever.example").talk();
        meet(anyName, server(), "whoever.example").talk();
    }

    @Test
    void aPinHoldsWhoeverIsTrusted() throws Exception {
        byte[] right = TestIdentity.pin(OWN);
        byte[] wrong = TestIdentity.pin(OTHER);
        Trust trust = TestIdentity.trusting(OWN);

        meet(new ClientBuilder().trust(trust.pinned(wrong).pinned(right)).build(), server(), "localhost")
                .talk();
        meet(new ClientBuilder().trust(trust.pinned(right)).trustAnyone().build(), server(), "any.example")
                .talk();
        assertUntrusted(new ClientBuilder().trust(trust.pinned(wrong)).build());
        assertUntrusted(
                new ClientBuilder().trust(trust.pinned(wrong)).trustAnyone().build());
    }

    private void assertUntrusted(TlsClient client) throws IOException {
        TlsServer server = server();
        var thrown = assertThrows(TlsException.class, () -> meet(client, server, "localhost"));

        assertEquals(Reason.UNTRUSTED_PEER, thrown.reason());
    }

    @Test
    void aStapleThatIsRequiredAndMissingIsARefusal() throws Exception {
        assertUntrusted(client().stapleRequired(true).build());
    }

    @ParameterizedTest
    @EnumSource
    void theIdentityIsTheOneThatIsAskedFor(TlsVersion version) throws Exception {
        TlsServer server = new ServerBuilder().identity(OWN).identity(OTHER).build();
        ClientBuilder builder = version == TlsVersion.TLS_1_3
                ? new ClientBuilder().minimumVersion(version)
                : new ClientBuilder().maximumVersion(version);
        TlsClient client = builder.trustAnyone().build();

        assertShown(OTHER, client, server, "other.example");
        assertShown(OTHER, client, server, "a.wild.example");
        assertShown(OWN, client, server, "b.a.wild.example");
        assertShown(OWN, client, server, "localhost");
        assertShown(OWN, client, server, "127.0.0.1");
        assertShown(OTHER, client, server, "other.example");
    }

    private void assertShown(Identity identity, TlsClient client, TlsServer server, String host) throws Exception {
        try (Meeting.Pair pair = meet(client, server, host)) {
            pair.talk();
            assertEquals(identity.chain(), pair.client().handshake().peer(), host);
        }
    }

    @Test
    void aServerThatRequiresACertificateServesNobodyWithout() throws Exception {
        TlsServer server = asking(ClientAuthentication.REQUIRED);

        try (Meeting.Pair pair = meet(client().identity(OTHER).build(), server, "localhost")) {
            pair.talk();
            assertEquals(OTHER.chain(), pair.server().handshake().peer());
        }
        meeting.failing(client().build(), server, "localhost");
        assertEquals(Reason.UNTRUSTED_PEER, meeting.serverFailure().reason());
        meeting.failing(client().identity(OWN).build(), server, "localhost");
        assertEquals(Reason.UNTRUSTED_PEER, meeting.serverFailure().reason());
    }

    private static TlsServer asking(ClientAuthentication wanted) throws TlsException {
        return new ServerBuilder()
                .identity(OWN)
                .clients(wanted, TestIdentity.trusting(OTHER))
                .build();
    }

    @Test
    void aServerThatWantsACertificateServesThoseWithout() throws Exception {
        TlsServer server = asking(ClientAuthentication.WANTED);

        try (Meeting.Pair pair = meet(client().build(), server, "localhost")) {
            pair.talk();
            assertEquals(List.of(), pair.server().handshake().peer());
        }
    }

    @Test
    void bothSidesBindToTheServersCertificate() throws Exception {
        TlsClient client = client().build();
        TlsServer server = server();
        for (int i = 0; i < 2; i++) {
            try (Meeting.Pair pair = meet(client, server, "localhost")) {
                pair.talk();
                byte[] binding = pair.client()
                        .channelBinding(ChannelBinding.TLS_SERVER_END_POINT)
                        .orElseThrow();

                assertArrayEquals(TestIdentity.hash(OWN), binding);
                assertArrayEquals(
                        binding,
                        pair.server()
                                .channelBinding(ChannelBinding.TLS_SERVER_END_POINT)
                                .orElseThrow());
                assertEquals(Optional.empty(), pair.client().channelBinding(ChannelBinding.TLS_UNIQUE));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesExportTheSameKeyOrSayThatTheyCannot(TlsVersion version) throws Exception {
        try (Meeting.Pair pair = meet(client(version).build(), server(), "localhost")) {
            if (!Exporter.ofThisJdk().availability().usable()) {
                assertThrows(UnsupportedOperationException.class, () -> export(pair.client(), "a"));
                return;
            }
            byte[] key = export(pair.client(), "a");

            assertArrayEquals(key, export(pair.server(), "a"));
            assertTrue(!java.util.Arrays.equals(key, export(pair.client(), "b")));
            assertArrayEquals(
                    pair.client().channelBinding(ChannelBinding.TLS_EXPORTER).orElseThrow(),
                    pair.server().channelBinding(ChannelBinding.TLS_EXPORTER).orElseThrow());
            assertThrows(
                    IllegalArgumentException.class, () -> pair.client().exportKey("EXPORTER-test", new byte[0], 0));
        }
    }

    private static byte[] export(TlsConnection connection, String context) throws IOException {
        return connection.exportKey("EXPORTER-test", context.getBytes(java.nio.charset.StandardCharsets.UTF_8), 40);
    }
}

package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;

/** The tests of {@link HostilePeerContract}, over one {@link Carriage}. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
abstract class HostileHandshakes {
    private static final int GARBAGE = 200;

    // TLS 1.1, random, no session, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA.
    private static final String SERVER_HELLO_1_1 = "160302002a" + "02000026" + "0302" + "11".repeat(32) + "00c00900";
    private static final String CLIENT_HELLO_1_1 =
            "160301002f" + "0100002b" + "0302" + "11".repeat(32) + "00" + "0004c00900ff" + "0100";
    // Version 3.1 in the old form, RFC 5246 appendix E.2: three suites of three bytes, 16 bytes of challenge.
    private static final String CLIENT_HELLO_SSL_2 =
            "8022" + "010301" + "000900000010" + "00002f000035000005" + "22".repeat(16);

    private long before;

    abstract HostileScene scene() throws IOException;

    @BeforeEach
    final void countDescriptors() throws Exception {
        before = HostileScene.descriptorsAfterUse(this::scene);
    }

    @AfterEach
    final void assertNoDescriptorIsLeft() throws IOException {
        HostileScene.assertDescriptors(before);
    }

    /** What the provider's client makes of a server that says this, and then no more. */
    private static IOException asClient(HostileScene scene, byte[] said) throws IOException, InterruptedException {
        try (ServerSocket hostile = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<End> dialled =
                    HostileScene.start(() -> scene.dial((InetSocketAddress) hostile.getLocalSocketAddress()));
            try (Socket connection = hostile.accept()) {
                say(said, connection);
                return HostileScene.failure(dialled);
            }
        }
    }

    /** What the provider's server makes of a client that says this, and then no more. */
    private static IOException asServer(HostileScene scene, byte[] said) throws IOException, InterruptedException {
        Future<End> accepted = HostileScene.start(scene::accept);
        try (Socket connection =
                new Socket(scene.address().getAddress(), scene.address().getPort())) {
            say(said, connection);
            return HostileScene.failure(accepted);
        }
    }

    // What the victim sends is read, lest the end come as a RST that overtakes the bytes.
    private static void say(byte[] bytes, Socket connection) {
        Future<?> unused =
                HostileScene.start(() -> connection.getInputStream().transferTo(OutputStream.nullOutputStream()));
        try {
            connection.getOutputStream().write(bytes);
            connection.shutdownOutput();
        } catch (IOException e) {
            // It has heard enough and hung up.
        }
    }

    private static void assertReason(Set<Reason> expected, IOException failure) {
        TlsException refused = assertInstanceOf(TlsException.class, failure);
        assertTrue(expected.contains(refused.reason()), () -> refused.reason() + ": " + refused);
        assertTrue(String.valueOf(refused.getMessage()).length() > 10, refused::toString);
    }

    @ParameterizedTest
    @EnumSource
    void aClientRefusesIt(HostileHello hello) throws Exception {
        try (HostileScene scene = scene()) {
            assertReason(hello.reasons(), asClient(scene, hello.bytes()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerRefusesIt(HostileHello hello) throws Exception {
        try (HostileScene scene = scene()) {
            Set<Reason> reasons = EnumSet.copyOf(hello.reasons());
            if (reasons.contains(Reason.PEER_ALERT)) {
                // A client that has said nothing yet has nothing to complain of.
                reasons.add(Reason.PROTOCOL);
            }
            assertReason(reasons, asServer(scene, hello.bytes()));
        }
    }

    @Test
    void anAlertIsToldByItsNumber() throws Exception {
        try (HostileScene scene = scene()) {
            TlsException failure = assertInstanceOf(TlsException.class, asClient(scene, HostileHello.ALERT_40.bytes()));

            assertEquals(OptionalInt.of(40), failure.alert(), failure::toString);
        }
    }

    @Test
    void aClientRefusesGarbage() throws Exception {
        try (HostileScene scene = scene()) {
            for (int seed = 0; seed < GARBAGE; seed++) {
                assertGarbageIsRefused(asClient(scene, HostileHello.garbage(seed)));
            }
        }
    }

    @Test
    void aServerRefusesGarbage() throws Exception {
        try (HostileScene scene = scene()) {
            for (int seed = 0; seed < GARBAGE; seed++) {
                assertGarbageIsRefused(asServer(scene, HostileHello.garbage(seed)));
            }
        }
    }

    // Random bytes may be an alert, or the beginning of something longer, or of a version unknown.
    private static void assertGarbageIsRefused(IOException failure) {
        assertReason(Set.of(Reason.PROTOCOL, Reason.TRUNCATED, Reason.PEER_ALERT, Reason.NO_AGREEMENT), failure);
    }

    @Test
    void anOlderVersionIsRefused() throws Exception {
        try (HostileScene scene = scene()) {
            assertReason(
                    Set.of(Reason.NO_AGREEMENT), asClient(scene, HexFormat.of().parseHex(SERVER_HELLO_1_1)));
            assertReason(
                    Set.of(Reason.NO_AGREEMENT), asServer(scene, HexFormat.of().parseHex(CLIENT_HELLO_1_1)));
        }
    }

    @Test
    void aHelloOfSslTwoIsRefused() throws Exception {
        try (HostileScene scene = scene()) {
            assertReason(
                    Set.of(Reason.NO_AGREEMENT, Reason.PROTOCOL),
                    asServer(scene, HexFormat.of().parseHex(CLIENT_HELLO_SSL_2)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 6, 43, 80, 110})
    void aStreamThatEndsInTheHandshakeIsTruncated(int bytes) throws Exception {
        Relay.Middle ending = Relay.Middle.ending(bytes, false);

        assertReason(Set.of(Reason.TRUNCATED), clientWith(ending));
        assertReason(Set.of(Reason.TRUNCATED), serverWith(ending));
    }

    // Whoever moves the bytes of an engine sees the reset, too, and does not need to be told of it.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 43, 110})
    void aResetInTheHandshakeIsAFailureOfTheNetwork(int bytes) throws Exception {
        Relay.Middle ending = Relay.Middle.ending(bytes, true);

        assertOfTheNetwork(clientWith(ending));
        assertOfTheNetwork(serverWith(ending));
    }

    // Where the reset is quicker than the first flight, the JDK's channels throw an IOException without a type of its
    // own.
    private static void assertOfTheNetwork(IOException failure) {
        boolean bare = failure.getClass() == IOException.class;
        assertTrue(bare || failure instanceof SocketException, failure::toString);
    }

    private IOException clientWith(Relay.Middle toClient) throws IOException, InterruptedException {
        try (HostileScene scene = scene();
                Relay relay = new Relay(scene.address(), Relay.Middle.faithful(), toClient)) {
            Future<End> accepted = HostileScene.start(scene::accept);
            IOException failure = HostileScene.failure(HostileScene.start(() -> scene.dial(relay.address())));
            relay.hangUp();
            HostileScene.discard(accepted);
            return failure;
        }
    }

    private IOException serverWith(Relay.Middle toServer) throws IOException, InterruptedException {
        try (HostileScene scene = scene();
                Relay relay = new Relay(scene.address(), toServer, Relay.Middle.faithful())) {
            Future<End> accepted = HostileScene.start(scene::accept);
            Future<End> dialled = HostileScene.start(() -> scene.dial(relay.address()));
            IOException failure = HostileScene.failure(accepted);
            relay.hangUp();
            HostileScene.discard(dialled);
            return failure;
        }
    }
}

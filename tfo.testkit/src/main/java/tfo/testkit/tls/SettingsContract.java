package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsServer;
import tfo.testkit.Background;
import tfo.testkit.peer.Addresses;

/** Settings that make no sense are refused before anything is sent; so is what was closed or used up. */
abstract class SettingsContract extends SecureContract {
    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved(HOST, 443);

    @Test
    void aServerNeedsAnIdentity() {
        assertFails(Reason.MISCONFIGURED, () -> tls().server().build());
    }

    @Test
    void aKeyThatIsNotTheCertificatesIsMisconfigured() {
        Identity mixed = Identity.of(SERVER.chain(), PKI.server(HOST).key());

        assertFails(Reason.MISCONFIGURED, () -> {
            try (TlsServer server = tls().server().identity(mixed).build()) {
                throw new AssertionError("built " + server);
            }
        });
    }

    @Test
    void protocolsAreNamesOf1To255Bytes() {
        assertThrows(IllegalArgumentException.class, () -> client().alpn(List.of("")));
        assertThrows(IllegalArgumentException.class, () -> client().alpn(List.of("x".repeat(256))));
        assertThrows(IllegalArgumentException.class, () -> server().alpn(List.of("good", "")));
    }

    @Test
    void aHandshakeTimeoutIsNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> client().handshakeTimeout(Duration.ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> server().handshakeTimeout(Duration.ofNanos(-1)));
    }

    @Test
    void ticketsLiveWholeSecondsUpToSevenDays() {
        for (Duration wrong : List.of(
                Duration.ZERO,
                Duration.ofSeconds(-1),
                Duration.ofMillis(1_500),
                Duration.ofDays(7).plusSeconds(1))) {
            assertThrows(IllegalArgumentException.class, () -> server().ticketLifetime(wrong));
        }
        assertThrows(IllegalArgumentException.class, () -> server().ticketCount(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NORMAL:+VERS-TLS1.1", "NORMAL:%UNSAFE_RENEGOTIATION", "no such priority"})
    void whatIsWeakerThanTheDefaultsIsRefused(String priority) {
        if (!supports(TlsFeature.PRIORITY)) {
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> client().priority(priority).build());
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> server().priority(priority).build());
            return;
        }
        assertFails(Reason.MISCONFIGURED, () -> client().priority(priority).build());
        assertFails(Reason.MISCONFIGURED, () -> server().priority(priority).build());
    }

    @Test
    void aDialTakesNoFirstFlightOfTheCallers() throws Exception {
        TlsClient client = build(client());
        ConnectRequest request = ConnectRequest.to(NOWHERE).firstFlight(ByteBuffer.allocate(1));

        assertThrows(IllegalArgumentException.class, () -> client.dial(request));
    }

    @Test
    void aDialChecksWhatItIsGiven() throws Exception {
        TlsDial dial = build(client()).dial(ConnectRequest.to(NOWHERE));

        assertThrows(IllegalArgumentException.class, () -> dial.serverName(""));
        assertThrows(IllegalArgumentException.class, () -> dial.serverName("x".repeat(254)));
        assertThrows(IllegalArgumentException.class, () -> dial.timeout(Duration.ZERO));
    }

    @Test
    void aDialConnectsOnceWhateverComesOfIt() throws Exception {
        InetSocketAddress refusing = Addresses.refusing(address());
        TlsDial dial = dial(build(client()), refusing);
        assertThrows(ConnectException.class, () -> dial.connect(subject().sockets()));

        assertThrows(IllegalStateException.class, () -> dial.connect(subject().sockets()));
        assertThrows(IllegalStateException.class, dial::engine);
    }

    @Test
    void aClosedClientDialsNoMoreAndItsConnectionsGoOn() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        TlsClient client = build(client());
        var connection = connect(client, server.address());

        client.close();
        client.close();

        assertThrows(IllegalStateException.class, () -> client.dial(ConnectRequest.to(NOWHERE)));
        Talk.assertTalks(connection, accepted.result());
    }

    @Test
    void aClosedServerAcceptsNoMoreAndItsConnectionsGoOn() throws Exception {
        TlsServer server = server().build();
        Reception reception = reception(server());
        var accepted = reception.next(server);
        SSLSocket peer = connect(jdkClient(), reception.address());
        var connection = closing(accepted.result());

        server.close();
        server.close();

        assertThrows(IllegalStateException.class, server::engine);
        Talk.assertTalks(connection, peer);
    }

    @Test
    void keysOfSessionsTellClientsApartByWhatCounts() throws Exception {
        TlsClient client = build(client());

        assertEquals(client.sessionKey(HOST, 1), build(client()).sessionKey(HOST, 1));
        assertFalse(client.sessionKey(HOST, 1).equals(client.sessionKey(HOST, 2)));
        assertFalse(client.sessionKey(HOST, 1).equals(client.sessionKey("other.test", 1)));
        assertFalse(client.sessionKey(HOST, 1)
                .equals(build(client().alpn(List.of("x"))).sessionKey(HOST, 1)));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsMissingHasAReason(TlsFeature feature) {
        var answer = tls().supports(feature);

        assertTrue(answer.usable() || !answer.reason().isEmpty(), feature::name);
    }
}

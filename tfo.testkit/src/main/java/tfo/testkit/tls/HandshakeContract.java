package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** A handshake says what was agreed, as the peer sees it; and its first flight travels in the SYN where it can. */
abstract class HandshakeContract extends SecureContract {
    private static final List<ProtocolVersion> OLD = List.of(ProtocolVersion.TLSv10, ProtocolVersion.TLSv11);
    private static final int PROTOCOL_VERSION = 70;

    @ParameterizedTest
    @EnumSource
    void aClientReportsWhatTheServerAgreedTo(TlsVersion version) throws Exception {
        try (JdkServer server = jdkServer(version)) {
            Background<SSLSocket> accepted = server.next();
            TlsConnection connection = connect(build(client()), server.address());
            SSLSocket peer = accepted.result();

            assertAgreed(version, peer, connection.handshake());
            assertEquals(SERVER.chain(), connection.handshake().peer());
            Talk.assertTalks(connection, peer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerReportsWhatTheClientAgreedTo(TlsVersion version) throws Exception {
        Reception reception = reception(server());
        Background<TlsConnection> accepted = reception.next();
        SSLSocket peer = connect(jdkClient(version), reception.address());
        TlsConnection connection = closing(accepted.result());

        assertAgreed(version, peer, connection.handshake());
        assertEquals(List.of(), connection.handshake().peer());
        Talk.assertTalks(connection, peer);
    }

    private static void assertAgreed(TlsVersion version, SSLSocket peer, HandshakeReport report) {
        assertEquals(version, report.version());
        assertEquals(peer.getSession().getProtocol(), report.version().standardName());
        assertEquals(peer.getSession().getCipherSuite(), report.cipherSuite());
        assertEquals(HOST, report.serverName());
        assertEquals("", report.alpn());
        assertEquals(EarlyData.NONE, report.earlyData());
        assertFalse(report.resumed());
        assertFalse(report.reason().isEmpty(), "a full handshake without a reason");
    }

    @Test
    void aLiteralAddressIsNotAskedForButVerified() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();
        String literal = subject().family() == StandardProtocolFamily.INET6 ? "::1" : "127.0.0.1";

        TlsConnection connection =
                connect(dial(build(client()), server.address()).serverName(literal));

        assertEquals("", connection.handshake().serverName());
        Talk.assertTalks(connection, accepted.result());
    }

    @Test
    void theNewestCommonVersionIsTaken() throws Exception {
        JdkServer server = closing(JdkServer.on(address(), Pki.context(PKI.trust(), SERVER)));
        Background<SSLSocket> accepted = server.next();

        TlsConnection connection = connect(build(client()), server.address());

        assertEquals(TlsVersion.TLS_1_3, connection.handshake().version());
        assertEquals("TLSv1.3", accepted.result().getSession().getProtocol());
    }

    @Test
    void noCommonVersionIsNoAgreement() throws Exception {
        JdkServer server = jdkServer(TlsVersion.TLS_1_2);
        Background<SSLSocket> accepted = server.next();
        TlsClient client = build(client().minimumVersion(TlsVersion.TLS_1_3));

        var failure = assertThrows(TlsException.class, () -> connect(client, server.address()));

        // The JDK's server says protocol_version; a client that sees the ServerHello first says so itself.
        assertTrue(failure.reason() == Reason.NO_AGREEMENT || failure.reason() == Reason.PEER_ALERT, failure::toString);
        accepted.failure(PATIENCE);
    }

    @Test
    void aServerThatSpeaksOldVersionsOnlyIsRefused() throws Exception {
        for (ProtocolVersion old : OLD) {
            BouncyServer server = closing(BouncyServer.on(address(), SERVER, old));
            Background<Boolean> refused = server.echo();

            var failure = assertFails(Reason.PEER_ALERT, () -> connect(build(client()), server.address()));

            // It knows by the extension supported_versions that the client does not speak its own.
            assertEquals(OptionalInt.of(PROTOCOL_VERSION), failure.alert());
            refused.failure(PATIENCE);
        }
    }

    @Test
    void aClientThatSpeaksOldVersionsOnlyIsRefused() throws Exception {
        Reception reception = reception(server());
        for (ProtocolVersion old : OLD) {
            Background<TlsConnection> accepted = reception.next();

            var alert = assertThrows(
                    TlsFatalAlertReceived.class, () -> BouncyClient.handshake(plain(reception.address()), old));

            assertEquals(PROTOCOL_VERSION, alert.getAlertDescription());
            assertFailed(Reason.NO_AGREEMENT, accepted);
        }
    }

    @Test
    void aClientThatSpeaksTheOldestVersionAllowedIsServed() throws Exception {
        Reception reception = reception(server());
        Background<TlsConnection> accepted = reception.next();

        BouncyClient.handshake(plain(reception.address()), ProtocolVersion.TLSv12);

        assertEquals(TlsVersion.TLS_1_2, closing(accepted.result()).handshake().version());
    }

    @Test
    void theFirstFlightTravelsInTheSynWhereItCan() throws Exception {
        JdkServer server = jdkServer();
        TlsClient client = build(client());
        Background<SSLSocket> first = server.next();
        connect(client, server.address());
        first.result();
        Background<SSLSocket> second = server.next();

        TlsConnection connection = connect(client, server.address());

        FastOpenReport report =
                connection.underneath().map(FastOpenConnection::report).orElseThrow();
        assertEquals(subject().fastOpen() ? Outcome.ACKNOWLEDGED : Outcome.NOT_TRIED, report.outcome());
        assertEquals(subject().fastOpen(), report.inSyn() > 0, report::toString);
        assertTrue(report.offered() > 100, () -> "no ClientHello: " + report);
        Talk.assertTalks(connection, second.result());
    }

    @Test
    void aFirstFlightInTheSynReachesAServerUnderTest() throws Exception {
        Reception reception = reception(server());
        TlsClient client = build(client());
        meet(client, reception);

        Pair pair = meet(client, reception);

        assertEquals(
                subject().fastOpen(),
                pair.server().underneath().orElseThrow().report().acknowledged());
        Talk.assertTalks(pair.client(), pair.server());
    }
}

package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** Sessions are resumed where they may be, nowhere else, and both sides know: the peer counts full handshakes. */
abstract class ResumptionContract extends SecureContract {
    private final Witness witness = new Witness(SERVER);

    private JdkServer witnessing(TlsVersion version) throws IOException {
        return closing(JdkServer.on(address(), witness.context()).speaking(version));
    }

    /** Connects, talks, so that tickets arrive, and says goodbye. */
    private HandshakeReport visit(TlsDial dial, JdkServer server) throws Exception {
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(dial);
        Talk.assertTalks(connection, accepted.result());
        connection.close();
        return connection.handshake();
    }

    private HandshakeReport visit(TlsClient client, JdkServer server) throws Exception {
        return visit(dial(client, server.address()), server);
    }

    @ParameterizedTest
    @EnumSource
    void theSecondConnectionOfAClientIsResumed(TlsVersion version) throws Exception {
        JdkServer server = witnessing(version);
        TlsClient client = build(client());

        HandshakeReport first = visit(client, server);
        HandshakeReport second = visit(client, server);

        assertFalse(first.resumed());
        assertEquals(1, witness.fullHandshakes());
        assertTrue(second.resumed(), second::reason);
        assertEquals("", second.reason());
        assertEquals(version, second.version());
        assertEquals(SERVER.chain(), second.peer());
    }

    @ParameterizedTest
    @EnumSource
    void theSecondConnectionToAServerIsResumed(TlsVersion version) throws Exception {
        Reception reception = reception(server());
        JdkClient client = JdkClient.of(witness.context()).speaking(version).believingAnyName();

        HandshakeReport first = visited(client, reception);
        HandshakeReport second = visited(client, reception);

        assertFalse(first.resumed());
        assertFalse(first.reason().isEmpty());
        assertEquals(1, witness.fullHandshakes());
        assertTrue(second.resumed(), second::reason);
        assertEquals(version, second.version());
    }

    private HandshakeReport visited(JdkClient client, Reception reception) throws Exception {
        Background<TlsConnection> accepted = reception.next();
        SSLSocket peer = connect(client, reception.address());
        TlsConnection connection = closing(accepted.result());
        Talk.assertTalks(connection, peer);
        peer.shutdownOutput();
        return connection.handshake();
    }

    @Test
    void oneSessionDoesNotServeTwoConnections() throws Exception {
        JdkServer server = witnessing(TlsVersion.TLS_1_3);
        TlsClient client = build(client());
        visit(client, server);
        Background<SSLSocket> one = server.next();
        TlsConnection first = connect(client, server.address());
        one.result();
        Background<SSLSocket> other = server.next();

        TlsConnection second = connect(client, server.address());

        other.result();
        assertEquals(
                List.of(true, false),
                List.of(first.handshake().resumed(), second.handshake().resumed()));
        assertEquals(2, witness.fullHandshakes());
    }

    @ParameterizedTest
    @EnumSource
    void whoKeepsNothingResumesNothing(TlsVersion version) throws Exception {
        JdkServer server = witnessing(version);
        TlsClient client = build(client().sessions(SessionStore.none()));

        visit(client, server);

        assertFull(visit(client, server), 2);
    }

    @ParameterizedTest
    @EnumSource
    void aSessionIsForOnePortOnly(TlsVersion version) throws Exception {
        JdkServer server = witnessing(version);
        TlsClient client = build(client());
        visit(client, server);
        // The same tickets would do there: both ports are of one context.
        JdkServer twin = closing(server.twin());

        assertFull(visit(client, twin), 2);
    }

    @ParameterizedTest
    @EnumSource
    void aSessionIsForOneNameOnly(TlsVersion version) throws Exception {
        Witness twoNames = new Witness(PKI.server(HOST, "alias.test"));
        JdkServer server = closing(JdkServer.on(address(), twoNames.context()).speaking(version));
        TlsClient client = build(client());
        visit(client, server);

        HandshakeReport alias = visit(dial(client, server.address()).serverName("alias.test"), server);

        assertEquals(2, twoNames.fullHandshakes());
        assertFalse(alias.resumed());
        assertFalse(alias.reason().isEmpty());
    }

    /** What a client may have different from the maker of a session. */
    enum Difference {
        ALPN,
        TRUST,
        IDENTITY;

        TlsClient.Builder in(TlsClient.Builder builder) {
            return switch (this) {
                case ALPN -> builder.alpn(List.of("other"));
                case TRUST -> builder.trust(PKI.trust().pinned(Pki.pin(SERVER)));
                case IDENTITY -> builder.identity(PKI.client("somebody"));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionIsForItsOwnSettingsOnly(Difference difference) throws Exception {
        JdkServer server = witnessing(TlsVersion.TLS_1_3);
        SessionStore shared = SessionStore.inMemory(10);
        visit(build(client().sessions(shared)), server);

        TlsClient other = build(difference.in(client().sessions(shared)));

        assertFull(visit(other, server), 2);
    }

    @ParameterizedTest
    @EnumSource
    void aSessionOfWhoBelievesAnyNameServesNobodyElse(TlsVersion version) throws Exception {
        Witness stranger = new Witness(PKI.server("other.test"));
        JdkServer server = closing(JdkServer.on(address(), stranger.context()).speaking(version));
        SessionStore shared = SessionStore.inMemory(10);
        visit(build(client().sessions(shared).dangerous().anyHostName()), server);
        server.next();
        TlsClient careful = build(client().sessions(shared));

        assertFails(Reason.UNTRUSTED_PEER, () -> connect(careful, server.address()));
    }

    @Test
    void aServerWithoutTicketsIsNotResumed() throws Exception {
        Reception reception = reception(server().ticketCount(0));
        JdkClient client = JdkClient.of(witness.context()).believingAnyName();

        visited(client, reception);
        HandshakeReport second = visited(client, reception);

        assertFull(second, 2);
    }

    private void assertFull(HandshakeReport report, int handshakes) {
        assertFalse(report.resumed());
        assertFalse(report.reason().isEmpty(), "a full handshake without a reason");
        assertEquals(handshakes, witness.fullHandshakes());
    }
}

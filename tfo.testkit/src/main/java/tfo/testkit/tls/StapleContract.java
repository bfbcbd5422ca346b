package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** OCSP responses that a server staples (RFC 6066 section 8), and clients that insist on one. */
abstract class StapleContract extends SecureContract {

    /** Staples that no client should take for a good one. */
    enum Bad {
        REVOKED,
        UNKNOWN,
        OUTDATED,
        BY_A_STRANGER,
        BY_A_SERVER,
        ABOUT_ANOTHER;

        byte[] staple() {
            return switch (this) {
                case REVOKED -> PKI.revoked(SERVER);
                case UNKNOWN -> PKI.says(Staple.unknown(), SERVER);
                case OUTDATED -> PKI.says(Staple.good().aWeekAgo(), SERVER);
                case BY_A_STRANGER -> Pki.root("Contract Root").good(SERVER);
                case BY_A_SERVER -> PKI.says(Staple.good(), SERVER, PKI.server("other.test"));
                case ABOUT_ANOTHER -> PKI.good(PKI.server(HOST));
            };
        }
    }

    private BouncyServer stapling(byte[] staple, TlsVersion version) throws IOException {
        ProtocolVersion spoken = version == TlsVersion.TLS_1_2 ? ProtocolVersion.TLSv12 : ProtocolVersion.TLSv13;
        return closing(BouncyServer.on(address(), SERVER.withOcspResponse(staple), spoken));
    }

    @ParameterizedTest
    @EnumSource
    void aStapleThatSaysGoodIsBelieved(TlsVersion version) throws Exception {
        assertBelieved(PKI.good(SERVER), version);
    }

    @ParameterizedTest
    @EnumSource
    void aStapleByWhoMayAnswerInTheAuthoritysPlaceIsBelieved(TlsVersion version) throws Exception {
        assertBelieved(PKI.says(Staple.good(), SERVER, PKI.responder("Contract Responder")), version);
    }

    private void assertBelieved(byte[] staple, TlsVersion version) throws Exception {
        BouncyServer server = stapling(staple, version);
        Background<Boolean> echo = server.echo();

        TlsConnection connection = connect(build(client().stapleRequired(true)), server.address());

        assertEquals(version, connection.handshake().version());
        Talk.assertEchoed(connection, "good");
        connection.close();
        echo.result();
    }

    @ParameterizedTest
    @EnumSource
    void aBadStapleIsRefused(Bad bad) throws Exception {
        for (TlsVersion version : TlsVersion.values()) {
            BouncyServer server = stapling(bad.staple(), version);

            assertRefused(client().stapleRequired(true), server);
            assertRefused(client().stapleRequired(false), server);
        }
    }

    // The JDK's own parser may be the first to complain, and calls it a breach of the protocol.
    @ParameterizedTest
    @EnumSource
    void nonsenseInPlaceOfAStapleIsRefused(TlsVersion version) throws Exception {
        BouncyServer server = stapling(new byte[100], version);
        Background<Boolean> refused = server.echo();

        TlsException failure = assertThrows(TlsException.class, () -> connect(build(client()), server.address()));

        assertTrue(Set.of(Reason.UNTRUSTED_PEER, Reason.PROTOCOL).contains(failure.reason()), failure::toString);
        refused.failure(PATIENCE);
    }

    private void assertRefused(TlsClient.Builder client, BouncyServer server) throws Exception {
        Background<Boolean> refused = server.echo();

        assertFails(Reason.UNTRUSTED_PEER, () -> connect(build(client), server.address()));

        // The client's alert may come when the server believes to be done.
        refused.failure(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void whoIsToldToTryLaterHasNoStaple(TlsVersion version) throws Exception {
        BouncyServer server = stapling(Staple.tryLater(), version);
        Background<Boolean> echo = server.echo();

        TlsConnection connection = connect(build(client()), server.address());

        Talk.assertEchoed(connection, "later");
        connection.close();
        echo.result();
        assertRefused(client().stapleRequired(true), server);
    }

    @Test
    void whoBelievesAnyoneLooksAtNoStaple() throws Exception {
        BouncyServer server = stapling(PKI.revoked(SERVER), TlsVersion.TLS_1_3);
        Background<Boolean> echo = server.echo();

        TlsConnection connection = connect(build(client().dangerous().trustAnyone()), server.address());

        Talk.assertEchoed(connection, "anyone");
        connection.close();
        echo.result();
        assertFails(
                Reason.MISCONFIGURED,
                () -> client().stapleRequired(true).dangerous().trustAnyone().build());
    }

    @Test
    void whoInsistsOnAStapleRefusesAServerWithout() throws Exception {
        JdkServer server = jdkServer();
        server.next();
        TlsClient client = build(client().stapleRequired(true));

        assertFails(Reason.UNTRUSTED_PEER, () -> connect(client, server.address()));
    }

    @Test
    void aServerShowsItsStaple() throws Exception {
        Identity good = SERVER.withOcspResponse(PKI.good(SERVER));
        if (lacksStapling(good)) {
            return;
        }

        Pair pair = meet(
                build(client().stapleRequired(true)), reception(tls().server().identity(good)));

        Talk.assertTalks(pair.client(), pair.server());
    }

    @Test
    void aServerDoesNotShowAStapleThatSaysRevoked() {
        Identity revoked = SERVER.withOcspResponse(PKI.revoked(SERVER));
        if (lacksStapling(revoked)) {
            return;
        }

        assertFails(Reason.MISCONFIGURED, () -> tls().server().identity(revoked).build());
    }

    private boolean lacksStapling(Identity stapled) {
        if (supports(TlsFeature.OCSP_STAPLING)) {
            return false;
        }
        assertThrows(
                UnsupportedOperationException.class,
                () -> tls().server().identity(stapled).build());
        return true;
    }
}

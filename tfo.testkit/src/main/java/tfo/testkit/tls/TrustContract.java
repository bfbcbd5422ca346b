package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;
import tfo.api.tls.Trust;
import tfo.testkit.Background;

/** Servers that must not be believed are not. */
@Tag("F41")
abstract class TrustContract extends SecureContract {
    private static final Pki OTHER = Pki.root("Other Root");
    private static final Pki MIDDLE = PKI.intermediate("Contract Intermediate");

    /** Servers that show what no client should believe. */
    enum Stranger {
        UNTRUSTED_AUTHORITY,
        WRONG_NAME,
        EXPIRED,
        NOT_YET_VALID,
        SELF_SIGNED,
        FOR_CLIENTS_ONLY,
        UNTRUSTED_INTERMEDIATE,
        SAME_NAMED_AUTHORITY;

        Identity identity() {
            return switch (this) {
                case UNTRUSTED_AUTHORITY -> OTHER.server(HOST);
                case WRONG_NAME -> PKI.server("other.test");
                case EXPIRED -> PKI.expired(HOST);
                case NOT_YET_VALID -> PKI.notYetValid(HOST);
                case SELF_SIGNED -> Pki.selfSigned(HOST);
                case FOR_CLIENTS_ONLY -> PKI.client(HOST);
                case UNTRUSTED_INTERMEDIATE ->
                    OTHER.intermediate("Contract Intermediate").server(HOST);
                case SAME_NAMED_AUTHORITY -> Pki.root("Contract Root").server(HOST);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStrangerIsNotBelieved(Stranger stranger) throws Exception {
        JdkServer server = showing(stranger.identity(), TlsVersion.TLS_1_3);
        Background<SSLSocket> accepted = server.next();

        assertFails(Reason.UNTRUSTED_PEER, () -> connect(build(client()), server.address()));

        assertHeardOfIt(accepted);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNTRUSTED_AUTHORITY", "WRONG_NAME", "EXPIRED", "SELF_SIGNED"})
    void aStrangerIsNotBelievedInTls12Either(Stranger stranger) throws Exception {
        JdkServer server = showing(stranger.identity(), TlsVersion.TLS_1_2);
        Background<SSLSocket> accepted = server.next();

        assertFails(Reason.UNTRUSTED_PEER, () -> connect(build(client()), server.address()));

        assertHeardOfIt(accepted);
    }

    private JdkServer showing(Identity identity, TlsVersion version) throws Exception {
        return closing(
                JdkServer.on(address(), Pki.context(PKI.trust(), identity)).speaking(version));
    }

    /** The JDK's server fails in the handshake, or at the first read after it. */
    private static void assertHeardOfIt(Background<SSLSocket> accepted) throws InterruptedException {
        Throwable heard = Background.run(() -> {
                    int end = accepted.result().getInputStream().read();
                    throw new AssertionError("the server heard nothing of it but " + end);
                })
                .failure(PATIENCE);
        Throwable cause = heard.getCause() == null ? heard : heard.getCause();
        assertTrue(cause instanceof IOException, () -> "the server heard nothing of it: " + heard);
    }

    @ParameterizedTest
    @EnumSource
    void aServerHearsWhyItsClientGaveUp(TlsVersion version) throws Exception {
        Reception reception = reception(server());
        Background<TlsConnection> accepted = reception.next();

        JdkClient suspicious = JdkClient.of(Pki.context(OTHER.trust())).speaking(version);
        assertThrows(SSLException.class, () -> connect(suspicious, reception.address()));

        assertTrue(assertFailed(Reason.PEER_ALERT, accepted).alert().isPresent());
    }

    @Test
    void anIntermediateAuthorityComesAlong() throws Exception {
        JdkServer server = showing(MIDDLE.server(HOST), TlsVersion.TLS_1_3);
        Background<SSLSocket> accepted = server.next();

        TlsConnection connection = connect(build(client()), server.address());

        assertEquals(2, connection.handshake().peer().size());
        Talk.assertTalks(connection, accepted.result());
    }

    @Test
    void aServerShowsItsIntermediateAuthority() throws Exception {
        Reception reception = reception(tls().server().identity(MIDDLE.server(HOST)));
        Background<TlsConnection> accepted = reception.next();
        SSLSocket peer = connect(jdkClient(), reception.address());
        assertEquals(2, peer.getSession().getPeerCertificates().length);
        Talk.assertTalks(closing(accepted.result()), peer);
    }

    @Test
    void aSelfSignedServerIsBelievedByWhoTrustsItAlone() throws Exception {
        Identity self = Pki.selfSigned(HOST);
        JdkServer server = showing(self, TlsVersion.TLS_1_3);
        Background<SSLSocket> accepted = server.next();

        TlsConnection connection = connect(build(client().trust(Trust.certificates(self.chain()))), server.address());

        Talk.assertTalks(connection, accepted.result());
    }

    @ParameterizedTest
    @EnumSource
    void aResumableSessionOfAnotherNameDoesNotHelpAStranger(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        TlsClient client = build(client());
        for (int i = 0; i < 2; i++) {
            Background<SSLSocket> accepted = server.next();
            TlsConnection connection = connect(client, server.address());
            Talk.assertTalks(connection, accepted.result());
        }
        Background<SSLSocket> accepted = server.next();

        assertFails(
                Reason.UNTRUSTED_PEER,
                () -> connect(dial(client, server.address()).serverName("other.test")));

        assertHeardOfIt(accepted);
    }

    @Test
    void theRightPinIsEnough() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();

        TlsConnection connection = connect(
                build(client().trust(PKI.trust().pinned(Pki.pin(SERVER)).pinned(new byte[32]))), server.address());

        Talk.assertTalks(connection, accepted.result());
    }

    @Test
    void aWrongPinIsNotBelieved() throws Exception {
        JdkServer server = jdkServer();
        server.next();

        TlsClient client = build(client().trust(PKI.trust().pinned(Pki.pin(Pki.selfSigned(HOST)))));

        assertFails(Reason.UNTRUSTED_PEER, () -> connect(client, server.address()));
    }

    @Test
    void aWrongPinHoldsEvenWhereAnyoneIsTrusted() throws Exception {
        JdkServer server = jdkServer();
        server.next();
        TlsClient client = build(client().trust(PKI.trust().pinned(Pki.pin(Pki.selfSigned(HOST))))
                .dangerous()
                .trustAnyone());

        assertFails(Reason.UNTRUSTED_PEER, () -> connect(client, server.address()));
    }

    @Test
    void whoTrustsAnyoneTrustsAStranger() throws Exception {
        JdkServer server = showing(Stranger.EXPIRED.identity(), TlsVersion.TLS_1_3);
        Background<SSLSocket> accepted = server.next();

        TlsConnection connection = connect(build(client().dangerous().trustAnyone()), server.address());

        Talk.assertTalks(connection, accepted.result());
    }

    @Test
    void whoTakesAnyNameTakesNoStranger() throws Exception {
        JdkServer named = showing(Stranger.WRONG_NAME.identity(), TlsVersion.TLS_1_3);
        Background<SSLSocket> accepted = named.next();
        TlsClient client = build(client().dangerous().anyHostName());
        Talk.assertTalks(connect(client, named.address()), accepted.result());

        JdkServer strange = showing(Stranger.UNTRUSTED_AUTHORITY.identity(), TlsVersion.TLS_1_3);
        strange.next();

        assertFails(Reason.UNTRUSTED_PEER, () -> connect(client, strange.address()));
        assertFalse(accepted.result().isClosed());
    }
}

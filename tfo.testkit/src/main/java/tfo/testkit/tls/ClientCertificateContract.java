package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** Clients that are asked for a certificate: what each side shows, and whom a server serves. */
abstract class ClientCertificateContract extends SecureContract {
    private static final Identity ALICE = PKI.client("alice");
    // Of the same name as the right one, or the JDK's client would not show what it issued.
    private static final Identity MALLORY = Pki.root("Contract Root").client("alice");

    @ParameterizedTest
    @EnumSource
    void whoMustShowACertificateIsServedWithARightOne(TlsVersion version) throws Exception {
        assertServed(ClientAuthentication.REQUIRED, version, List.of(ALICE), ALICE.chain());
    }

    @ParameterizedTest
    @EnumSource
    void whoMayShowACertificateIsKnownByIt(TlsVersion version) throws Exception {
        assertServed(ClientAuthentication.WANTED, version, List.of(ALICE), ALICE.chain());
    }

    @ParameterizedTest
    @EnumSource
    void whoMayShowACertificateIsServedWithoutOne(TlsVersion version) throws Exception {
        assertServed(ClientAuthentication.WANTED, version, List.of(), List.of());
    }

    @ParameterizedTest
    @EnumSource
    void whoIsNotAskedShowsNothing(TlsVersion version) throws Exception {
        assertServed(ClientAuthentication.NONE, version, List.of(ALICE), List.of());
    }

    private void assertServed(ClientAuthentication asked, TlsVersion version, List<Identity> shown, List<?> expected)
            throws Exception {
        Reception reception = reception(server().clients(asked, PKI.trust()));
        Background<TlsConnection> accepted = reception.next();

        SSLSocket peer = connect(showing(shown, version), reception.address());

        TlsConnection connection = closing(accepted.result());
        assertEquals(expected, connection.handshake().peer());
        Talk.assertTalks(connection, peer);
    }

    @ParameterizedTest
    @EnumSource
    void whoMustShowACertificateIsNotServedWithoutOne(TlsVersion version) throws Exception {
        assertRefused(ClientAuthentication.REQUIRED, version, List.of());
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsServedWithACertificateOfAnotherAuthority(TlsVersion version) throws Exception {
        assertRefused(ClientAuthentication.REQUIRED, version, List.of(MALLORY));
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsServedWithACertificateThatHasExpiredOrIsForServers(TlsVersion version) throws Exception {
        for (Identity wrong : List.of(PKI.expiredClient("alice"), PKI.server("alice"))) {
            assertRefused(ClientAuthentication.REQUIRED, version, List.of(wrong));
            assertRefused(ClientAuthentication.WANTED, version, List.of(wrong));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongCertificateIsRefusedEvenWhereNoneWouldDo(TlsVersion version) throws Exception {
        assertRefused(ClientAuthentication.WANTED, version, List.of(MALLORY));
    }

    private void assertRefused(ClientAuthentication asked, TlsVersion version, List<Identity> shown) throws Exception {
        Reception reception = reception(server().clients(asked, PKI.trust()));
        Background<TlsConnection> accepted = reception.next();

        Background<Boolean> client = Background.run(() -> {
            SSLSocket peer = connect(showing(shown, version), reception.address());
            int end = peer.getInputStream().read();
            throw new AssertionError("the client heard nothing of it but " + end);
        });

        assertFailed(Reason.UNTRUSTED_PEER, accepted);
        assertInstanceOf(IOException.class, client.failure(PATIENCE));
    }

    private static JdkClient showing(List<Identity> shown, TlsVersion version) {
        SSLContext context = Pki.context(PKI.trust(), shown.toArray(Identity[]::new));
        return JdkClient.of(context).speaking(version);
    }

    @ParameterizedTest
    @EnumSource
    void aClientShowsItsCertificateToWhoAsks(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version).with(socket -> socket.setNeedClientAuth(true));
        Background<SSLSocket> accepted = server.next();

        TlsConnection connection = connect(build(client().identity(ALICE)), server.address());

        SSLSocket peer = accepted.result();
        assertEquals(ALICE.chain(), List.of(peer.getSession().getPeerCertificates()));
        Talk.assertTalks(connection, peer);
    }

    @ParameterizedTest
    @EnumSource
    void aClientWithoutTheCertificateThatIsAskedForHearsOfIt(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version).with(socket -> socket.setNeedClientAuth(true));
        Background<SSLSocket> accepted = server.next();
        TlsClient client = build(client());

        var failure = assertFails(Reason.PEER_ALERT, () -> {
            TlsConnection connection = connect(client, server.address());
            Talk.hear(connection, 1);
        });

        assertEquals(true, failure.alert().isPresent());
        accepted.failure(PATIENCE);
    }
}

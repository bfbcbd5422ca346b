package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** Names of servers (RFC 6066) and of application protocols (RFC 7301). */
abstract class NameContract extends SecureContract {
    private static final int NO_APPLICATION_PROTOCOL = 120;
    private static final Identity FIRST = PKI.server("first.test");
    private static final Identity SECOND = PKI.server("second.test", "also-second.test");
    private static final Identity THIRD = PKI.server("third.test", "*.third.test");

    @ParameterizedTest
    @CsvSource({
        "first.test,0",
        "second.test,1",
        "SECOND.test,1",
        "also-second.test,1",
        "any.third.test,2",
        "third.test,2"
    })
    void aServerShowsTheIdentityThatIsAskedFor(String name, int expected) throws Exception {
        Reception reception =
                reception(tls().server().identity(FIRST).identity(SECOND).identity(THIRD));
        for (TlsVersion version : TlsVersion.values()) {
            Background<TlsConnection> accepted = reception.next();

            SSLSocket peer = connect(jdkClient(version).asking(name), reception.address());

            Identity shown = List.of(FIRST, SECOND, THIRD).get(expected);
            assertEquals(shown.chain(), List.of(peer.getSession().getPeerCertificates()));
            assertEquals(
                    name.toLowerCase(Locale.ROOT),
                    closing(accepted.result()).handshake().serverName().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void whoAsksForNobodyGetsTheFirst() throws Exception {
        Reception reception = reception(tls().server().identity(FIRST).identity(SECOND));
        Background<TlsConnection> accepted = reception.next();

        SSLSocket peer = connect(jdkClient().asking("unknown.test").believingAnyName(), reception.address());

        assertEquals(FIRST.chain(), List.of(peer.getSession().getPeerCertificates()));
        Talk.assertTalks(closing(accepted.result()), peer);
    }

    @ParameterizedTest
    @EnumSource
    void aClientAsksForTheNameOfItsDial(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        Background<SSLSocket> accepted = server.next();

        TlsConnection connection = connect(build(client()), server.address());

        var session = (ExtendedSSLSession) accepted.result().getSession();
        Set<String> asked = session.getRequestedServerNames().stream()
                .map(name -> ((SNIHostName) name).getAsciiName())
                .collect(Collectors.toSet());
        assertEquals(Set.of(HOST), asked);
        assertEquals(HOST, connection.handshake().serverName());
    }

    @ParameterizedTest
    @EnumSource
    void aClientGetsTheProtocolThatTheServerTook(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version).alpn("two", "one");
        Background<SSLSocket> accepted = server.next();

        TlsConnection connection = connect(build(client().alpn(List.of("one", "two"))), server.address());

        assertEquals("two", connection.handshake().alpn());
        assertEquals("two", accepted.result().getApplicationProtocol());
    }

    @ParameterizedTest
    @EnumSource
    void aServerTakesTheProtocolItWantsMost(TlsVersion version) throws Exception {
        Reception reception = reception(server().alpn(List.of("none", "two", "one")));
        Background<TlsConnection> accepted = reception.next();

        SSLSocket peer = connect(jdkClient(version).alpn("one", "two"), reception.address());

        assertEquals("two", peer.getApplicationProtocol());
        assertEquals("two", closing(accepted.result()).handshake().alpn());
    }

    @ParameterizedTest
    @EnumSource
    void aServerWithoutACommonProtocolRefuses(TlsVersion version) throws Exception {
        Reception reception = reception(server().alpn(List.of("here")));
        Background<TlsConnection> accepted = reception.next();

        assertThrows(IOException.class, () -> connect(jdkClient(version).alpn("there"), reception.address()));

        assertFailed(Reason.NO_AGREEMENT, accepted);
    }

    @ParameterizedTest
    @EnumSource
    void aClientHearsThatThereIsNoCommonProtocol(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version).alpn("there");
        Background<SSLSocket> accepted = server.next();

        var failure =
                assertFails(Reason.PEER_ALERT, () -> connect(build(client().alpn(List.of("here"))), server.address()));

        assertEquals(NO_APPLICATION_PROTOCOL, failure.alert().orElseThrow());
        accepted.failure(PATIENCE);
    }

    @Test
    void aServerThatKnowsOfNoProtocolsAgreesToNone() throws Exception {
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();

        TlsConnection connection = connect(build(client().alpn(List.of("here"))), server.address());

        assertEquals("", connection.handshake().alpn());
        Talk.assertTalks(connection, accepted.result());
    }

    @Test
    void aClientThatKnowsOfNoProtocolsIsServed() throws Exception {
        Reception reception = reception(server().alpn(List.of("here")));
        Background<TlsConnection> accepted = reception.next();

        SSLSocket peer = connect(jdkClient(), reception.address());

        TlsConnection connection = closing(accepted.result());
        assertEquals("", connection.handshake().alpn());
        Talk.assertTalks(connection, peer);
    }
}

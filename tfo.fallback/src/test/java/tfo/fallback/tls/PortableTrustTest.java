package tfo.fallback.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsVersion;
import tfo.api.tls.Trust;
import tfo.testkit.tls.Pki;

/** Who believes whom. */
class PortableTrustTest extends Meetings {
    private static final Identity OTHER = TestIdentity.of("RSA", "dns:other.example,dns:*.wild.example");

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
        byte[] right = Pki.pin(OWN);
        byte[] wrong = Pki.pin(OTHER);
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
}

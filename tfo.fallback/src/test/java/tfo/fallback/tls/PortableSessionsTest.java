package tfo.fallback.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsVersion;

/** Which connections resume a session. */
class PortableSessionsTest extends Meetings {
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
}

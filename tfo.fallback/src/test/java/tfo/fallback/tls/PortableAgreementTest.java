package tfo.fallback.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsVersion;

/** What both sides agree on, and what they derive from it. */
class PortableAgreementTest extends Meetings {
    @Test
    void theFirstCommonProtocolOfTheServerIsTaken() throws Exception {
        TlsServer server = new ServerBuilder()
                .identity(OWN)
                .alpn(List.of("h2", "http/1.1"))
                .build();

        try (Meeting.Pair pair = meet(client().alpn(List.of("http/1.1", "x")).build(), server, "localhost")) {
            assertEquals("http/1.1", pair.client().handshake().alpn());
            assertEquals("http/1.1", pair.server().handshake().alpn());
        }
        try (Meeting.Pair pair = meet(client().build(), server, "localhost")) {
            assertEquals("", pair.client().handshake().alpn());
        }
    }

    @Test
    void noCommonProtocolIsAnAlert() throws Exception {
        TlsServer server = new ServerBuilder().identity(OWN).alpn(List.of("h2")).build();
        TlsClient client = client().alpn(List.of("http/1.1")).build();

        var thrown = assertThrows(TlsException.class, () -> meet(client, server, "localhost"));

        assertEquals(Reason.PEER_ALERT, thrown.reason());
        assertEquals(OptionalInt.of(120), thrown.alert());
        assertEquals(Reason.NO_AGREEMENT, meeting.serverFailure().reason());
    }

    @Test
    void noCommonVersionIsADisagreement() throws Exception {
        TlsServer server = new ServerBuilder()
                .identity(OWN)
                .minimumVersion(TlsVersion.TLS_1_3)
                .build();
        TlsClient client = client(TlsVersion.TLS_1_2).build();

        var thrown = assertThrows(TlsException.class, () -> meet(client, server, "localhost"));

        assertEquals(OptionalInt.of(70), thrown.alert());
        assertEquals(Reason.NO_AGREEMENT, meeting.serverFailure().reason());
    }

    @Test
    void bothSidesBindToTheServersCertificate() throws Exception {
        TlsClient client = client().build();
        TlsServer server = server();
        for (int i = 0; i < 2; i++) {
            try (Meeting.Pair pair = meet(client, server, "localhost")) {
                pair.talk();
                byte[] binding = pair.client()
                        .channelBinding(ChannelBinding.TLS_SERVER_END_POINT)
                        .orElseThrow();

                assertArrayEquals(TestIdentity.hash(OWN), binding);
                assertArrayEquals(
                        binding,
                        pair.server()
                                .channelBinding(ChannelBinding.TLS_SERVER_END_POINT)
                                .orElseThrow());
                assertEquals(Optional.empty(), pair.client().channelBinding(ChannelBinding.TLS_UNIQUE));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesExportTheSameKeyOrSayThatTheyCannot(TlsVersion version) throws Exception {
        try (Meeting.Pair pair = meet(client(version).build(), server(), "localhost")) {
            if (!Exporter.ofThisJdk().availability().usable()) {
                assertThrows(UnsupportedOperationException.class, () -> export(pair.client(), "a"));
                return;
            }
            byte[] key = export(pair.client(), "a");

            assertArrayEquals(key, export(pair.server(), "a"));
            assertTrue(!Arrays.equals(key, export(pair.client(), "b")));
            assertArrayEquals(
                    pair.client().channelBinding(ChannelBinding.TLS_EXPORTER).orElseThrow(),
                    pair.server().channelBinding(ChannelBinding.TLS_EXPORTER).orElseThrow());
            assertThrows(
                    IllegalArgumentException.class, () -> pair.client().exportKey("EXPORTER-test", new byte[0], 0));
        }
    }

    private static byte[] export(TlsConnection connection, String context) throws IOException {
        return connection.exportKey("EXPORTER-test", context.getBytes(StandardCharsets.UTF_8), 40);
    }
}

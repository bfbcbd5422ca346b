package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** Keys for uses of the caller's own, bindings to a connection, and keys for a packet analyser. */
abstract class KeyContract extends SecureContract {
    private static final Pattern LOG_LINE = Pattern.compile("([A-Z_0-9]+) [0-9a-f]{64} (?:[0-9a-f]{64}|[0-9a-f]{96})");
    private static final String LABEL = "EXPORTER-tfo-test";

    private Pair meet() throws Exception {
        return meet(build(client()), reception(server()));
    }

    @Test
    void bothEndsExportTheSameKeyOrRefuse() throws Exception {
        Pair pair = meet();
        if (!supports(TlsFeature.EXPORTER)) {
            assertThrows(UnsupportedOperationException.class, () -> export(pair.client(), LABEL, "", 32));
            return;
        }

        assertArrayEquals(export(pair.client(), LABEL, "a", 77), export(pair.server(), LABEL, "a", 77));
        assertEquals(77, export(pair.client(), LABEL, "a", 77).length);
    }

    @Test
    void anotherUseIsAnotherKey() throws Exception {
        if (!supports(TlsFeature.EXPORTER)) {
            bothEndsExportTheSameKeyOrRefuse();
            return;
        }
        Pair pair = meet();
        byte[] key = export(pair.client(), LABEL, "a", 32);

        assertFalse(Arrays.equals(key, export(pair.client(), LABEL, "b", 32)), "the context does not count");
        assertFalse(Arrays.equals(key, export(pair.client(), LABEL + "-2", "a", 32)), "the label does not count");
        assertFalse(Arrays.equals(key, export(meet().client(), LABEL, "a", 32)), "the connection does not count");
        assertThrows(IllegalArgumentException.class, () -> export(pair.client(), LABEL, "a", 0));
    }

    private static byte[] export(TlsConnection connection, String label, String context, int length)
            throws IOException {
        return connection.exportKey(label, context.getBytes(StandardCharsets.UTF_8), length);
    }

    @ParameterizedTest
    @EnumSource
    void bothRolesBindToTheServersCertificate(TlsVersion version) throws Exception {
        byte[] expected = MessageDigest.getInstance("SHA-256")
                .digest(SERVER.chain().get(0).getEncoded());
        JdkServer server = jdkServer(version);
        Background<SSLSocket> jdkAccepted = server.next();
        TlsConnection client = connect(build(client()), server.address());
        Reception reception = reception(server());
        Background<TlsConnection> accepted = reception.next();
        connect(jdkClient(version), reception.address());

        assertArrayEquals(expected, endPoint(client));
        assertArrayEquals(expected, endPoint(closing(accepted.result())));
        jdkAccepted.result();
    }

    private static byte[] endPoint(TlsConnection connection) throws IOException {
        return connection.channelBinding(ChannelBinding.TLS_SERVER_END_POINT).orElseThrow();
    }

    @Test
    void theExporterBindingIsTheSameAtBothEnds() throws Exception {
        Pair pair = meet();
        Optional<byte[]> client = pair.client().channelBinding(ChannelBinding.TLS_EXPORTER);

        assertEquals(supports(TlsFeature.EXPORTER), client.isPresent());
        if (client.isPresent()) {
            assertArrayEquals(
                    client.get(),
                    pair.server().channelBinding(ChannelBinding.TLS_EXPORTER).orElseThrow());
            // RFC 9266 section 4.2.
            assertArrayEquals(pair.client().exportKey("EXPORTER-Channel-Binding", new byte[0], 32), client.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theUniqueBindingIsThatOfTls12(TlsVersion version) throws Exception {
        JdkServer server = jdkServer(version);
        Background<SSLSocket> accepted = server.next();
        TlsConnection connection = connect(build(client()), server.address());
        accepted.result();

        boolean expected = version == TlsVersion.TLS_1_2 && supports(TlsFeature.TLS_UNIQUE);

        assertEquals(
                expected, connection.channelBinding(ChannelBinding.TLS_UNIQUE).isPresent());
    }

    @Test
    void secretsAreLoggedInTheFormatOfPacketAnalysersOrRefused() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Consumer<String> log = lines::add;
        if (!supports(TlsFeature.KEY_LOG)) {
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> client().dangerous().keyLog(log).build());
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> server().dangerous().keyLog(log).build());
            return;
        }
        JdkServer server = jdkServer();
        Background<SSLSocket> accepted = server.next();

        TlsConnection connection = connect(build(client().dangerous().keyLog(log)), server.address());

        Talk.assertTalks(connection, accepted.result());
        lines.forEach(line -> assertTrue(LOG_LINE.matcher(line).matches(), line));
        assertTrue(
                labels(lines)
                        .containsAll(Set.of(
                                "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                                "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                                "CLIENT_TRAFFIC_SECRET_0",
                                "SERVER_TRAFFIC_SECRET_0")),
                lines::toString);
    }

    private static Set<String> labels(List<String> lines) {
        return lines.stream().map(line -> line.split(" ", 2)[0]).collect(Collectors.toSet());
    }
}

package tfo.cli.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tfo.api.socket.FastOpenSockets;
import tfo.cli.core.HostPort;
import tfo.cli.core.JsonReader;
import tfo.cli.doctor.Sysctl;
import tfo.cli.serve.RunningServer;

@Timeout(120)
class ProbeTest {
    private static final byte[] HEAD =
            "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CLIENT_AND_SERVER = 3;

    @Test
    void aServerThatTakesDataIsRecognized() throws Exception {
        try (RunningServer server = RunningServer.sized(10)) {
            ProbeReport report = probe(server.address().getPort(), Optional.of(HEAD));

            assertTrue(report.takesData(), report.words());
            assertTrue(report.grantsCookie());
            assertEquals(1, report.savedRoundTrips());
            assertEquals(HEAD.length, report.second().fastOpen().inSyn());
            assertTrue(report.second().answered().isPresent());
            assertEquals(true, JsonReader.object(report.json().toString()).get("synDataAcknowledged"));
        }
    }

    @Test
    void anEmptyLineIsEnoughToKnow() throws Exception {
        try (RunningServer server = RunningServer.sized(10)) {
            ProbeReport report = probe(server.address().getPort(), Optional.empty());

            assertTrue(report.takesData(), report.words());
            assertEquals("an empty line", report.said());
        }
    }

    @Test
    void aServerThatDoesNotOfferItIsRecognized() throws Throwable {
        Sysctl.withFastOpen(CLIENT_AND_SERVER, () -> {
            ProbeReport report = probeOfPlainServer(7);

            assertFalse(report.takesData());
            assertFalse(report.grantsCookie());
            assertEquals(0, report.savedRoundTrips());
            assertTrue(report.verdict().contains("grants no cookie"), report.verdict());
        });
    }

    private static ProbeReport probeOfPlainServer(int lastByte) throws IOException {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) lastByte});
        try (ServerSocket plain = new ServerSocket(0, 50, address)) {
            HostPort peer = new HostPort(address.getHostAddress(), plain.getLocalPort());
            return new Probe(FastOpenSockets.best(), Duration.ofSeconds(5)).run(peer, Optional.empty());
        }
    }

    @Test
    void aForbiddingKernelIsNotBlamedOnTheServer() throws Throwable {
        Sysctl.withFastOpen(2, () -> {
            ProbeReport report = probeOfPlainServer(1);

            assertFalse(report.takesData());
            assertTrue(report.verdict().startsWith("No data went into the SYN"), report.verdict());
        });
    }

    @Test
    void aClosedPortIsRefused() {
        assertThrows(ConnectException.class, () -> probe(1, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "80,an HTTP HEAD request,true",
        "8080,an HTTP HEAD request,true",
        "443,a TLS ClientHello,true",
        "6379,an empty line,false"
    })
    void theFirstWordsFitThePort(int port, String what, boolean answered) throws Exception {
        FirstWords words = FirstWords.of(new HostPort("example.org", port), Optional.empty());

        assertEquals(what, words.what());
        assertEquals(answered, words.answered());
        assertTrue(words.bytes().hasRemaining());
    }

    @Test
    void theHelloIsATlsHandshakeRecord() throws Exception {
        FirstWords words = FirstWords.of(new HostPort("example.org", 443), Optional.empty());

        assertEquals(22, words.bytes().get(0));
        assertEquals(1, words.bytes().get(5));
        assertEquals(words.bytes().remaining() - 5, words.bytes().getShort(3));
    }

    private static ProbeReport probe(int port, Optional<byte[]> data) throws Exception {
        return new Probe(FastOpenSockets.best(), Duration.ofSeconds(5)).run(new HostPort("127.0.0.1", port), data);
    }
}

package examples.dnsovertls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.TlsService;
import tfo.lab.Direction;
import tfo.lab.Flow;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.lab.Passage;
import tfo.testkit.tls.Pki;

/** Queries over a line with a round trip of its own, judged by its packets. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OneRoundTripTest {
    private static final Pki AUTHORITY = Pki.root("authority of the resolvers");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What a server's ServerHello to Finished have at least in a resumed handshake. */
    private static final int FLIGHT_BACK = 200;

    /** What the answer has at least, with its record. */
    private static final int ANSWER = 12 + 14 + 16 + 22;

    @TempDir
    private static Path folder;

    private static NetworkLab lab;
    private static Unbound unbound;
    private static Gateway gateway;

    @TempDir
    private Path sessions;

    private PacketLog log;

    @BeforeAll
    static void start() throws Exception {
        // Longer than a busy machine takes to hand a query on and its answer back.
        lab = NetworkLab.open(Duration.ofMillis(100));
        String address = lab.peer().getHostAddress();
        unbound = new Unbound(folder, lab.server(), AUTHORITY.server("dns.test", address));
        gateway = new Gateway(
                new InetSocketAddress(lab.server(), 0), AUTHORITY.server("dns.test", address), unbound.plain());
        Unbound.write(folder.resolve("root.pem"), "CERTIFICATE", AUTHORITY.certificate());
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        unbound.close();
        lab.close();
    }

    @BeforeEach
    void watch() throws IOException {
        log = lab.packetLog();
    }

    @AfterEach
    void stopWatching() {
        log.close();
    }

    private static InetSocketAddress overTheLine(InetSocketAddress server) throws IOException {
        return new InetSocketAddress(
                InetAddress.getByAddress("dns.test", lab.peer().getAddress()), server.getPort());
    }

    /** A run: a client of its own, which goes when it has asked. */
    private Contact ask(InetSocketAddress server, Message query, int rcode) throws IOException {
        try (DnsOverTls resolver = DnsOverTls.to(overTheLine(server), AUTHORITY.trust(), sessions)) {
            resolver.setTimeout(PATIENCE);
            assertEquals(rcode, resolver.send(query).getRcode());
            return resolver.contact().orElseThrow();
        }
    }

    private Contact ask(InetSocketAddress server) throws IOException {
        return ask(server, Questions.query(), Rcode.NOERROR);
    }

    private Flow newest(InetSocketAddress server) {
        List<Flow> flows = log.flowsTo(server.getPort());
        return flows.get(flows.size() - 1);
    }

    /** How many bytes the server sent before it had heard anything but the SYN. */
    private int saidToTheSyn(InetSocketAddress server) {
        Flow flow = newest(server);
        Duration more = payloads(flow, Direction.TO_SERVER)
                .skip(flow.synPayload() > 0 ? 1 : 0)
                .findFirst()
                .flatMap(Passage::arrived)
                .orElse(Duration.ofDays(1));
        return payloads(flow, Direction.TO_CLIENT)
                .filter(passage -> passage.sent().compareTo(more) < 0)
                .mapToInt(passage -> passage.segment().payload())
                .sum();
    }

    private static Stream<Passage> payloads(Flow flow, Direction direction) {
        return flow.timeline().stream()
                .filter(passage -> passage.direction() == direction)
                .filter(passage -> passage.segment().payload() > 0);
    }

    @Test
    void theSecondRunHasItsAnswerAfterOneRoundTrip() throws IOException {
        InetSocketAddress server = gateway.address();
        Contact first = ask(server);
        assertEquals(EarlyData.RESENT, first.handshake().earlyData());

        Contact second = ask(server);

        assertEquals(Outcome.ACKNOWLEDGED, second.fastOpen().outcome(), second::toString);
        assertTrue(second.handshake().resumed(), second::toString);
        assertEquals(EarlyData.ACCEPTED, second.handshake().earlyData(), second::toString);
        // The first contact may have begun a second connection beside it, on a machine that kept it waiting.
        assertEquals(1, newest(server).roundTrips().orElseThrow(), log::dump);
        assertTrue(saidToTheSyn(server) >= FLIGHT_BACK + ANSWER, log::dump);
    }

    @Test
    void soItHasInAProcessOfItsOwn() throws Exception {
        InetSocketAddress server = gateway.address();

        String first = run(server);
        String second = run(server);

        assertTrue(first.contains("192.0.2.1") && first.contains("session NEW"), first);
        assertTrue(second.contains("192.0.2.1") && second.contains("session RESUMED"), second);
        assertTrue(second.contains("early data ACCEPTED") && second.contains("fast open ACKNOWLEDGED"), second);
        assertTrue(saidToTheSyn(server) >= FLIGHT_BACK + ANSWER, log::dump);
    }

    private String run(InetSocketAddress server) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--trust",
                        folder.resolve("root.pem").toString(),
                        "--timeout",
                        Long.toString(PATIENCE.toSeconds()),
                        "--sessions",
                        sessions.toString(),
                        "@" + lab.peer().getHostAddress() + "#" + server.getPort(),
                        "one.test")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(180, TimeUnit.SECONDS), "it hangs");
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    // Unbound takes data in the SYN and gives sessions, but OpenSSL's ordinary calls, which it makes, take no early
    // data.
    @Test
    void aResolverWithoutEarlyDataAnswersAfterTwo() throws IOException {
        InetSocketAddress server = unbound.tls();
        ask(server);

        Contact second = ask(server);

        assertEquals(Outcome.ACKNOWLEDGED, second.fastOpen().outcome(), second::toString);
        assertTrue(second.handshake().resumed(), second::toString);
        assertEquals(EarlyData.RESENT, second.handshake().earlyData(), second::toString);
        assertEquals(
                second.handshake().firstFlight().clientHello(), newest(server).synPayload(), log::dump);
        int toTheSyn = saidToTheSyn(server);
        assertTrue(toTheSyn >= FLIGHT_BACK, log::dump);
    }

    @Test
    void whatIsNoQueryWaitsForTheHandshake() throws IOException {
        InetSocketAddress server = gateway.address();
        ask(server);

        Contact second = ask(server, Message.newUpdate(Questions.name("test")), Rcode.NOTIMP);

        assertTrue(second.handshake().resumed(), second::toString);
        assertEquals(EarlyData.RESENT, second.handshake().earlyData(), second::toString);
        assertEquals(0, second.handshake().firstFlight().earlyData());
    }

    @Test
    void noSessionServesTwice() throws IOException {
        SessionDirectory directory = TlsService.best().sessionDirectory(sessions);
        Set<String> seen = new HashSet<>();
        ask(gateway.address());
        for (int i = 0; i < 5; i++) {
            String next = directory.list().get(0).file();
            assertTrue(seen.add(next), next);

            assertTrue(ask(gateway.address()).handshake().resumed());

            assertFalse(directory.list().stream().anyMatch(entry -> entry.file().equals(next)), next);
        }
    }
}

package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.lab.Fault;
import tfo.lab.Flow;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.lab.TlsRecord;
import tfo.lab.foreign.ForeignServer;
import tfo.linux.LinuxSockets;

/** A request in the SYN and its answer in the first flight back, over a line with a round trip of its own. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OneRoundTripTest {
    /** How many bytes a request has beside what is in its field X. */
    private static final int BARE = Visit.request("/").remaining();

    /** What a server's ServerHello to Finished have at least. */
    private static final int FIRST_FLIGHT_BACK = 200;

    @TempDir
    private static Path folder;

    private static NetworkLab lab;
    private static ForeignTown nginx;
    private static ForeignTown nginx6;

    private final FastOpenSockets sockets = new LinuxSockets();
    private TlsClient client;
    private PacketLog log;

    @BeforeAll
    static void layTheLine() throws Exception {
        lab = NetworkLab.open(Duration.ofMillis(50));
        nginx = nginxAt(lab.server());
        nginx6 = nginxAt(lab.server6());
    }

    private static ForeignTown nginxAt(InetAddress at) throws Exception {
        return ForeignTown.nginx(folder, ForeignServer.unusedPort(at), "");
    }

    @AfterAll
    static void takeItDown() throws IOException {
        nginx.close();
        nginx6.close();
        lab.close();
    }

    @BeforeEach
    void beStrangers() throws IOException {
        client = new GnuTlsService().client().trust(ForeignTown.PKI.trust()).build();
        log = lab.packetLog();
    }

    @AfterEach
    void forget() {
        lab.heal();
        client.close();
        log.close();
    }

    private static InetSocketAddress four() {
        return new InetSocketAddress(lab.peer(), nginx.port());
    }

    private static InetSocketAddress six() {
        return new InetSocketAddress(lab.peer6(), nginx6.port());
    }

    private TlsDial dial(InetSocketAddress remote) {
        return Visit.dial(client, remote);
    }

    /** Asks, with so many bytes of early data. */
    private Visit ask(TlsDial dial, int size) throws IOException {
        return Visit.by(dial.earlyData(Visit.request("/", size - BARE)), sockets);
    }

    private Visit ask(InetSocketAddress remote, int size) throws IOException {
        return ask(dial(remote), size);
    }

    /** Gets a cookie and a session. */
    private void meet(InetSocketAddress remote) throws IOException {
        ask(remote, BARE);
        ask(remote, BARE);
    }

    /** The answer to what nginx took as early data leaves before its handshake is done, and it says so. */
    private void assertAnswered(Visit visit, int size, boolean inOne) {
        String answer = " target=/ x=" + "x".repeat(size - BARE) + ".";
        assertTrue(visit.answer().endsWith(answer), () -> "not " + answer + " but " + visit.answer());
        assertEquals(1, visit.answer().split("HTTP/1.1 200", -1).length - 1);
        assertEquals(
                inOne, isAnsweredInOne(log.flow(visit.port()), visit.answer().length()), log::dump);
        assertEquals(1, visit.report().connections());
    }

    private static boolean isAnsweredInOne(Flow flow, int answer) {
        return flow.answeredUponSyn() >= FIRST_FLIGHT_BACK + answer;
    }

    private static void assertAccepted(Visit visit, FirstFlight.Fit fit) {
        HandshakeReport report = visit.report();
        assertEquals(EarlyData.ACCEPTED, report.earlyData(), report::earlyDataReason);
        assertEquals("", report.earlyDataReason());
        assertEquals(fit, report.firstFlight().fit(), report::toString);
    }

    private void assertOneSyn(Visit visit) {
        Flow flow = log.flow(visit.port());
        FirstFlight flight = visit.report().firstFlight();
        assertEquals(flight.clientHello() + flight.earlyData(), flow.acknowledgedInSyn());
        List<TlsRecord> records = flow.syns().get(0).records();
        assertTrue(records.get(0).isClientHello() && records.get(1).isEncrypted(), records::toString);
        assertEquals(
                List.of(flight.clientHello(), flight.earlyData()),
                records.stream().map(TlsRecord::length).toList());
        assertEquals(flow.synPayload(), flight.inSyn());
    }

    @Test
    void requestAndAnswerTakeOneRoundTrip() throws Exception {
        meet(four());

        Visit visit = ask(four(), BARE);

        assertAccepted(visit, FirstFlight.Fit.FIT);
        assertAnswered(visit, BARE, true);
        assertTrue(visit.answer().contains("early=1"), visit.answer());
        assertOneSyn(visit);
    }

    @Test
    void soTheyDoByIpv6() throws Exception {
        meet(six());

        Visit visit = ask(six(), BARE);

        assertAccepted(visit, FirstFlight.Fit.FIT);
        assertAnswered(visit, BARE, true);
        assertTrue(visit.answer().contains("early=1"), visit.answer());
        assertOneSyn(visit);
    }

    // Whether the ticket of the answer is lost where one closes at once shows in the next one.
    @Test
    void eachConnectionLeavesASessionForTheNext() throws Exception {
        ask(four(), BARE);
        SessionStore scarce = SessionStore.inMemory(1);
        try (TlsClient saving = new GnuTlsService()
                .client()
                .trust(ForeignTown.PKI.trust())
                .sessions(scarce)
                .build()) {
            ask(Visit.dial(saving, four()), BARE);
            for (int i = 0; i < 10; i++) {
                Visit visit = ask(Visit.dial(saving, four()), BARE);

                assertAccepted(visit, FirstFlight.Fit.FIT);
                assertAnswered(visit, BARE, true);
            }
        }
    }

    @Test
    void whatFillsTheBudgetTakesOneRoundTripAndAByteMoreTwo() throws Exception {
        assertBudget(four());
    }

    @Test
    void soItDoesByIpv6() throws Exception {
        assertBudget(six());
    }

    private void assertBudget(InetSocketAddress remote) throws Exception {
        meet(remote);
        TlsDial whole = dial(remote);
        int budget = whole.firstFlightBudget();
        Visit fitting = ask(whole, budget);
        TlsDial more = dial(remote);
        assertEquals(budget, more.firstFlightBudget());
        Visit split = ask(more, budget + 1);

        assertTrue(budget > 600 && budget < 1_000, budget + " bytes");
        assertAccepted(fitting, FirstFlight.Fit.FIT);
        assertAnswered(fitting, budget, true);
        assertOneSyn(fitting);
        assertAccepted(split, FirstFlight.Fit.SPLIT);
        assertAnswered(split, budget + 1, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_280, 1_400})
    void theBudgetFollowsTheMtu(int mtu) throws Exception {
        try (NetworkLab narrow =
                        NetworkLab.builder().rtt(Duration.ofMillis(20)).mtu(mtu).open();
                ForeignTown server = nginxAt(narrow.server());
                PacketLog packets = narrow.packetLog()) {
            InetSocketAddress remote = new InetSocketAddress(narrow.peer(), server.port());
            ask(remote, BARE);
            TlsDial whole = dial(remote);
            int budget = whole.firstFlightBudget();
            Visit fitting = ask(whole, budget);
            TlsDial more = dial(remote);
            Visit split = ask(more, budget + 1);

            assertAccepted(fitting, FirstFlight.Fit.FIT);
            assertTrue(isAnsweredInOne(
                    packets.flow(fitting.port()), fitting.answer().length()));
            assertEquals(mtu - 80, fitting.report().firstFlight().inSyn());
            assertAccepted(split, FirstFlight.Fit.SPLIT);
            assertFalse(
                    isAnsweredInOne(packets.flow(split.port()), split.answer().length()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_500, 4_000, 16_000, 16_384, 16_385, 20_480, 60_000})
    void whatIsLongerIsNeitherLostNorDoubled(int size) throws Exception {
        meet(four());

        Visit visit = ask(four(), size);

        assertAccepted(visit, FirstFlight.Fit.SPLIT);
        String answer = " target=/ x=" + "x".repeat(size - BARE) + ".";
        assertTrue(visit.answer().endsWith(answer), () -> visit.answer().length() + " bytes");
        assertEquals(1, visit.answer().split("HTTP/1.1 200", -1).length - 1);
        assertTrue(
                visit.report().firstFlight().earlyData() <= 16_384 + 22,
                () -> visit.report().toString());
    }

    @Test
    void overAConnectionThatStandsOneTripIsSaved() throws Exception {
        meet(four());
        FastOpenConnection standing = sockets.connect(ConnectRequest.to(four()));

        try (TlsConnection connection =
                dial(four()).earlyData(Visit.request("/standing")).over(standing)) {
            assertTrue(Visit.answer(connection).endsWith("early=1 target=/standing x=."));
            assertEquals(EarlyData.ACCEPTED, connection.handshake().earlyData());
        }
    }

    @Test
    void overAChannelOneTripIsSaved() throws Exception {
        meet(four());
        SocketChannel plain = SocketChannel.open(four());

        try (TlsConnection connection =
                dial(four()).earlyData(Visit.request("/channel")).over(plain)) {
            assertTrue(Visit.answer(connection).endsWith("early=1 target=/channel x=."));
            assertEquals(EarlyData.ACCEPTED, connection.handshake().earlyData());
        }
    }

    @Test
    @Tag("F31")
    void aPathThatStripsTheOptionCostsOneRoundTripMore() throws Exception {
        meet(four());
        lab.inflict(Fault.stripFastOpenOption());

        Visit visit = ask(four(), BARE);

        assertEquals(EarlyData.ACCEPTED, visit.report().earlyData(), visit.report()::earlyDataReason);
        assertAnswered(visit, BARE, false);
    }

    @Test
    @Tag("F32")
    void aSynThatIsLostIsFollowedByOneWithoutData() throws Exception {
        meet(four());
        lab.inflict(Fault.dropSynWithData());

        Visit visit = ask(four(), BARE);

        assertEquals(EarlyData.ACCEPTED, visit.report().earlyData(), visit.report()::earlyDataReason);
        assertTrue(visit.answer().endsWith("early=1 target=/ x=."), visit.answer());
        assertEquals(1, visit.report().connections());
        sockets.forgetAvoidedPaths();
    }

    @Test
    void withoutACookieItTakesTwo() throws Exception {
        meet(four());
        SessionStore kept = SessionStore.inMemory(10);
        client.close();
        client = new GnuTlsService()
                .client()
                .trust(ForeignTown.PKI.trust())
                .sessions(kept)
                .build();
        ask(four(), BARE);
        lab.forgetCookies();

        Visit visit = ask(four(), BARE);

        assertEquals(EarlyData.ACCEPTED, visit.report().earlyData(), visit.report()::earlyDataReason);
        assertEquals(FirstFlight.Fit.NONE, visit.report().firstFlight().fit());
        assertAnswered(visit, BARE, false);
    }

    @Test
    void withFastOpenOffItTakesTwo() throws Exception {
        meet(four());
        lab.fastOpen(0);
        try {
            Visit visit = ask(four(), BARE);

            assertEquals(EarlyData.ACCEPTED, visit.report().earlyData(), visit.report()::earlyDataReason);
            assertAnswered(visit, BARE, false);
        } finally {
            lab.fastOpen(1027);
        }
    }
}

package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tfo.tls.gnutls.FailureRow.offering;
import static tfo.tls.gnutls.FailureRow.when;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsDial;
import tfo.lab.Fault;
import tfo.lab.Flow;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.linux.LinuxSockets;
import tfo.testkit.peer.Payload;
import tfo.tls.gnutls.store.StoredSession;

/** Whatever goes wrong between a session and its use: the right answer, executed once, the reason, one connection more at most. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailureMatrixTest {
    private static final String NOT_ACKNOWLEDGED =
            "the peer acknowledged the SYN without its data: its key has changed,"
                    + " its listener takes none, or the option was lost on the way";
    private static final String RESET =
            "the SYN that asked for Fast Open was answered by a reset; all was sent again over"
                    + " an ordinary connection";
    private static final String NOT_TAKEN = "the server resumed the session, and took no early data";
    private static final String NOT_RESUMED = "the server did not resume the session";
    private static final String FAILED = "with early data the handshake failed: TLS handshake with server.test:PORT: ";

    @TempDir
    private static Path folder;

    private static NetworkLab lab;

    private final FastOpenSockets sockets = new LinuxSockets();
    private final SessionStore store = SessionStore.inMemory(10);
    private TlsClient client;
    private PacketLog log;

    /** Of both servers. */
    private static Stream<FailureRow> rows() {
        return Stream.of(
                when("nothing", host -> {}),
                when("no early data any more", FailureHost::restartWithoutEarlyData)
                        .resent(NOT_TAKEN),
                when("rotated ticket keys", FailureHost::restartWithOtherTicketKeys)
                        .full(NOT_RESUMED),
                when("client's sysctl off", host -> host.lab().fastOpen(0))
                        .syn(Outcome.NOT_TRIED, "net.ipv4.tcp_fastopen lacks bit 0x1 (client)"),
                when("server's sysctl off", host -> host.lab().fastOpen(1))
                        .syn(Outcome.NOT_ACKNOWLEDGED, NOT_ACKNOWLEDGED),
                when("rotated cookie key", host -> host.lab().rotateCookieKey())
                        .syn(Outcome.NOT_ACKNOWLEDGED, NOT_ACKNOWLEDGED),
                when("no cookie", host -> host.lab().forgetCookies())
                        .syn(Outcome.COOKIE_REQUESTED, "no cookie was at hand; one was asked for"),
                when("option stripped", host -> host.path(Fault.stripFastOpenOption()))
                        .syn(Outcome.NOT_ACKNOWLEDGED, NOT_ACKNOWLEDGED),
                when("SYN with data dropped", host -> host.path(Fault.dropSynWithData()))
                        .syn(Outcome.SYN_RETRANSMITTED, "the SYN that asked for Fast Open was lost"),
                when("SYN with data reset", host -> host.path(Fault.resetSynWithData()))
                        .syn(Outcome.NOT_ACKNOWLEDGED, RESET),
                offering("corrupt ticket", changed(data -> data[data.length - SECRET_FROM_END - 20] ^= 1))
                        .full(NOT_RESUMED),
                offering("unknown ticket", changed(FailureMatrixTest::replaceTicket))
                        .full(NOT_RESUMED),
                offering("corrupt secret", changed(data -> data[data.length - ARRIVAL_FROM_END - 3] ^= 1))
                        .full(FAILED + "the peer sent alert 47 (Illegal parameter), GNUTLS_E_FATAL_ALERT_RECEIVED")
                        .over(2),
                offering("stale ticket", made(Duration.ofDays(-8))).full("the session expired at TIME"),
                offering("clock stepped back", made(Duration.ofHours(1)))
                        .full("the session is from the future: a clock was stepped back"),
                when("other group", FailureHost::restartWithOtherGroup)
                        .resent(FAILED + "the peer sent alert 40 (Handshake failed), GNUTLS_E_FATAL_ALERT_RECEIVED")
                        .over(2),
                when("HelloRetryRequest", FailureHost::restartWithOtherGroup)
                        .andOffering(FailureMatrixTest::ofAnyGroup)
                        .full(FAILED + "the server asked for another ClientHello (HelloRetryRequest)")
                        .over(2));
    }

    // Who forgot what was taken before takes nothing that is older: RFC 8446 section 8.
    private static Stream<FailureRow> ourRows() {
        return Stream.concat(
                rows(),
                Stream.of(
                        when("server restart", FailureHost::restart).resent(NOT_TAKEN),
                        when("broken replay guard", FailureHost::restartWithBrokenGuard)
                                .resent(NOT_TAKEN)));
    }

    private static Stream<FailureRow> nginxRows() {
        return Stream.concat(rows(), Stream.of(when("server restart", FailureHost::restart)));
    }

    // The end of the data: the length of the secret and the secret of 32 or 48 bytes, the time of arrival, max_early.
    private static final int ARRIVAL_FROM_END = 12 + 4;
    private static final int SECRET_FROM_END = ARRIVAL_FROM_END + 49;

    private static void replaceTicket(byte[] data) {
        byte[] other = Payload.bytes(100, 1);
        System.arraycopy(other, 0, data, data.length - SECRET_FROM_END - other.length, other.length);
    }

    private static UnaryOperator<StoredSession> changed(Consumer<byte[]> change) {
        return session -> {
            byte[] data = session.spend();
            change.accept(data);
            return with(session, session.group(), Duration.ZERO, data);
        };
    }

    private static UnaryOperator<StoredSession> made(Duration later) {
        return session -> with(session, session.group(), later, session.spend());
    }

    private static StoredSession ofAnyGroup(StoredSession session) {
        return with(session, "", Duration.ZERO, session.spend());
    }

    private static StoredSession with(StoredSession old, String group, Duration later, byte[] data) {
        return StoredSession.of(
                old.key(),
                old.version(),
                group,
                old.issued().plus(later),
                old.expires().plus(later),
                old.maxEarlyData(),
                old.library(),
                data);
    }

    @BeforeAll
    static void layTheLine() throws Exception {
        lab = NetworkLab.open(Duration.ofMillis(20));
    }

    @AfterAll
    static void takeItDown() throws IOException {
        lab.close();
    }

    @BeforeEach
    void beStrangers() throws IOException {
        client = new GnuTlsService()
                .client()
                .trust(ForeignTown.PKI.trust())
                .sessions(store)
                .build();
        log = lab.packetLog();
    }

    @AfterEach
    void makeAmends() throws IOException {
        lab.heal();
        lab.fastOpen(1027);
        sockets.forgetAvoidedPaths();
        client.close();
        log.close();
    }

    @ParameterizedTest
    @MethodSource("ourRows")
    void ourServerIsAskedOnce(FailureRow row) throws Exception {
        try (FailureHost host = FailureHost.ours(lab)) {
            assertOnce(row, host);
        }
    }

    // F46 is its rotated ticket keys.
    @ParameterizedTest
    @Tag("F46")
    @MethodSource("nginxRows")
    void nginxIsAskedOnce(FailureRow row) throws Exception {
        try (FailureHost host = FailureHost.nginx(lab, folder)) {
            assertOnce(row, host);
        }
    }

    private void assertOnce(FailureRow row, FailureHost host) throws Exception {
        meet(host);
        row.effect().on(host);
        log.clear();
        long start = System.nanoTime();

        TlsDial dial = dial(host, "/third");
        Visit visit = Visit.by(row.offersAnother() ? dial.resume(row.session().apply(kept(host))) : dial, sockets);

        assertTrue(System.nanoTime() - start < Visit.PATIENCE.toNanos());
        assertAnswered(visit);
        assertReported(row, visit, host);
        assertEquals(row.connections(), connections(host), log::dump);
        host.awaitEnds(row.connections());
        List<String> executed = host.executed();
        assertEquals(1, Collections.frequency(executed, "/third"), executed::toString);
    }

    // A SYN that was reset is followed by another from the same port.
    private long connections(FailureHost host) {
        return log.flowsTo(host.at.getPort()).stream()
                .filter(flow -> !flow.syns().isEmpty())
                .map(Flow::clientPort)
                .distinct()
                .count();
    }

    /** Gets a cookie and a session that would do. */
    private void meet(FailureHost host) throws Exception {
        Visit.by(dial(host, "/first"), sockets);
        Visit visit = Visit.by(dial(host, "/second"), sockets);
        assertEquals(EarlyData.ACCEPTED, visit.report().earlyData(), visit.report()::earlyDataReason);
        assertEquals(Outcome.ACKNOWLEDGED, visit.syn().outcome(), visit.syn()::reason);
        host.awaitEnds(2);
    }

    private StoredSession kept(FailureHost host) {
        return (StoredSession) store.take(client.sessionKey(ForeignTown.HOST, host.at.getPort()))
                .session()
                .orElseThrow();
    }

    private TlsDial dial(FailureHost host, String target) {
        InetSocketAddress remote = new InetSocketAddress(lab.peer(), host.at.getPort());
        return Visit.dial(client, remote).timeout(Visit.PATIENCE).earlyData(Visit.request(target));
    }

    private static String withoutWhatVaries(String reason, FailureHost host) {
        return reason.replace(":" + host.at.getPort(), ":PORT").replaceFirst("[-0-9]{10}T[0-9:.]+Z", "TIME");
    }

    private static void assertAnswered(Visit visit) {
        assertTrue(visit.answer().endsWith(" target=/third x=."), visit.answer());
        assertEquals(1, visit.answer().split("HTTP/1.1 200", -1).length - 1, visit.answer());
    }

    private static void assertReported(FailureRow row, Visit visit, FailureHost host) {
        HandshakeReport report = visit.report();
        assertEquals(row.reason(), withoutWhatVaries(report.earlyDataReason(), host));
        assertEquals(row.fate(), report.earlyData());
        assertEquals(row.resumed(), report.resumed(), report.reason());
        assertEquals(row.resumed(), report.reason().isEmpty());
        assertEquals(row.connections(), report.connections());
        assertEquals(row.travelsEarly(), report.firstFlight().earlyData() > 0);
        assertEquals(row.synReason(), visit.syn().reason());
        assertEquals(row.syn(), visit.syn().outcome());
    }
}

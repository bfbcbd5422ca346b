package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsException;
import tfo.lab.Flow;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.lab.foreign.ForeignServer;
import tfo.linux.LinuxSockets;
import tfo.testkit.peer.Payload;

/**
 * Requests of every size over lines of every MTU: what fits into the SYN takes one round trip, a byte more takes two, and what the server
 * takes no early data of follows the handshake; every byte once.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestSizesTest {
    private static final int RECORD = 16_384;
    private static final int MOST = 20_480;

    /** Fewer bytes than a server may send before it must hear something (RFC 6928). */
    private static final int FIRST_WINDOW = 10 * 1_220;

    private static final int[] SPLIT = {8_192, RECORD};

    @TempDir
    private static Path folder;

    private final FastOpenSockets sockets = new LinuxSockets();
    private TlsClient client;

    @BeforeEach
    void beAStranger() throws TlsException {
        client = new GnuTlsService().client().trust(ForeignTown.PKI.trust()).build();
    }

    @AfterEach
    void forget() {
        client.close();
    }

    private static NetworkLab lab(int mtu) throws IOException {
        return NetworkLab.builder().rtt(Duration.ofMillis(20)).mtu(mtu).open();
    }

    private static InetAddress server(NetworkLab lab, int ip) {
        return ip == 4 ? lab.server() : lab.server6();
    }

    private static InetSocketAddress peer(NetworkLab lab, int ip, int port) {
        return new InetSocketAddress(ip == 4 ? lab.peer() : lab.peer6(), port);
    }

    private static int fullSyn(int ip, int mtu) {
        return mtu - (ip == 4 ? 80 : 100);
    }

    @ParameterizedTest
    @CsvSource({"4, 1500", "4, 1400", "4, 1280", "6, 1500", "6, 1400", "6, 1280"})
    void ourServerGetsEachByteOnce(int ip, int mtu) throws Exception {
        try (NetworkLab lab = lab(mtu);
                PacketLog log = lab.packetLog();
                DigestTown town = new DigestTown(new InetSocketAddress(server(lab, ip), 0), RECORD)) {
            InetSocketAddress remote = peer(lab, ip, town.port());
            Asker asker = size -> digested(town, log, remote, size);
            assertSizes(asker, budget(asker, remote), 1, fullSyn(ip, mtu));
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 1500", "4, 1400", "4, 1280", "6, 1500", "6, 1400", "6, 1280"})
    void nginxGetsEachByteOnce(int ip, int mtu) throws Exception {
        try (NetworkLab lab = lab(mtu);
                PacketLog log = lab.packetLog();
                ForeignTown nginx = nginxAt(server(lab, ip))) {
            InetSocketAddress remote = peer(lab, ip, nginx.port());
            Asker asker = size -> echoed(log, remote, size);
            assertSizes(asker, budget(asker, remote), Visit.LEAST, fullSyn(ip, mtu));
        }
    }

    private static ForeignTown nginxAt(InetAddress at) throws Exception {
        return ForeignTown.nginx(folder, ForeignServer.unusedPort(at), "");
    }

    private static void assertSizes(Asker asker, int budget, int least, int fullSyn) throws Exception {
        for (int size : new int[] {least, 100, budget - 1}) {
            asker.ask(size).assertInOne();
        }
        SizedVisit full = asker.ask(budget);
        full.assertInOne();
        assertEquals(fullSyn, full.flight().inSyn());
        asker.ask(budget + 1).assertSplit(2);
        for (int size : SPLIT) {
            asker.ask(size).assertSplit(size < FIRST_WINDOW ? 2 : 3);
        }
        asker.ask(RECORD + 1).assertRestAfterHandshake(RECORD);
        asker.ask(MOST).assertRestAfterHandshake(RECORD);
    }

    @ParameterizedTest
    @CsvSource({"4, 100, 101", "4, 100, 20480", "4, 8000, 20480", "6, 100, 101", "6, 8000, 8001"})
    void whatIsOverTheServersLimitFollowsTheHandshake(int ip, int limit, int size) throws Exception {
        try (NetworkLab lab = lab(1_500);
                PacketLog log = lab.packetLog();
                DigestTown town = new DigestTown(new InetSocketAddress(server(lab, ip), 0), limit)) {
            InetSocketAddress remote = peer(lab, ip, town.port());
            Asker asker = each -> digested(town, log, remote, each);
            assertTrue(budget(asker, remote) <= limit);

            asker.ask(size).assertRestAfterHandshake(limit);
        }
    }

    /** Gets a cookie, a session and another: to ask for the budget takes one. */
    private int budget(Asker asker, InetSocketAddress remote) throws Exception {
        assertEquals(EarlyData.RESENT, asker.ask(Visit.LEAST).report().earlyData());
        asker.ask(Visit.LEAST);
        int budget = Visit.dial(client, remote).firstFlightBudget();
        asker.ask(Visit.LEAST);
        return budget;
    }

    /** Of a server that answers with a digest, and gets nothing else. */
    private SizedVisit digested(DigestTown town, PacketLog log, InetSocketAddress remote, int size) throws Exception {
        byte[] request = Payload.bytes(size, size);
        town.expect(size);
        TlsDial dial = Visit.dial(client, remote).earlyData(ByteBuffer.wrap(request));
        SizedVisit visit;
        try (TlsConnection connection = dial.connect(sockets)) {
            connection.readTimeout(Visit.PATIENCE);
            assertEquals(DigestTown.answer(Payload.of(request)), answer(connection));
            Flow flow = log.flow(port(connection));
            visit = new SizedVisit(size, connection.handshake(), flow, DigestTown.ANSWER);
        }
        assertEquals(visit.earlyBytes() + " of " + Payload.of(request), town.next());
        return visit;
    }

    private static int port(TlsConnection connection) {
        return connection.underneath().orElseThrow().channel().socket().getLocalPort();
    }

    private static String answer(TlsConnection connection) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(DigestTown.ANSWER);
        while (bytes.hasRemaining()) {
            if (connection.read(bytes) < 0) {
                throw new IOException("no answer");
            }
        }
        return new String(bytes.array(), StandardCharsets.US_ASCII);
    }

    /** Of a server that answers with what it was asked. */
    private SizedVisit echoed(PacketLog log, InetSocketAddress remote, int size) throws Exception {
        String field = Visit.letters(size - Visit.LEAST);
        TlsDial dial = Visit.dial(client, remote).earlyData(Visit.request("/", field));
        try (TlsConnection connection = dial.connect(sockets)) {
            connection.readTimeout(Visit.PATIENCE);
            String answer = Visit.answer(connection);
            Flow flow = log.flow(port(connection));
            assertTrue(answer.endsWith(" target=/ x=" + field + "."), answer);
            assertEquals(1, answer.split("HTTP/1.1 200", -1).length - 1);
            return new SizedVisit(size, connection.handshake(), flow, answer.length());
        }
    }

    /** Asks for something with so many bytes. */
    private interface Asker {
        SizedVisit ask(int size) throws Exception;
    }
}

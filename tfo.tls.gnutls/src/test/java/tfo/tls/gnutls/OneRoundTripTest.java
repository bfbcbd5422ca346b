package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsClient;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.linux.LinuxSockets;

/** A request in the SYN and its answer in the first flight back, over a line with a round trip of its own. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OneRoundTripTest {
    @TempDir
    private static Path folder;

    private static NetworkLab lab;
    private static ForeignServer nginx;

    private final FastOpenSockets sockets = new LinuxSockets();

    @BeforeAll
    static void layTheLine() throws Exception {
        lab = NetworkLab.open(Duration.ofMillis(50));
        InetAddress at = lab.server();
        nginx = ForeignServer.nginx(folder, at, ForeignServer.freePort(at), "");
    }

    @AfterAll
    static void takeItDown() throws IOException {
        nginx.close();
        lab.close();
    }

    @Test
    void requestAndAnswerTakeOneRoundTrip() throws Exception {
        try (TlsClient client = new GnuTlsService()
                        .client()
                        .trust(ForeignServer.PKI.trust())
                        .build();
                PacketLog log = lab.packetLog()) {
            ask(client, "/first");
            ask(client, "/second");

            Visit visit = ask(client, "/third");

            HandshakeReport report = visit.report();
            assertEquals(EarlyData.ACCEPTED, report.earlyData(), report::earlyDataReason);
            assertEquals("", report.earlyDataReason());
            assertTrue(visit.answer().endsWith("early=1 target=/third x=."), visit.answer());
            assertEquals(FirstFlight.Fit.FIT, report.firstFlight().fit(), report::toString);
            assertEquals(1, report.connections());
            assertEquals(OptionalInt.of(1), log.flow(visit.port()).roundTrips(), log::dump);
            FirstFlight flight = report.firstFlight();
            assertEquals(
                    flight.clientHello() + flight.earlyData(),
                    log.flow(visit.port()).acknowledgedInSyn());
        }
    }

    private Visit ask(TlsClient client, String target) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(lab.peer(), nginx.port());
        return Visit.by(Visit.dial(client, remote).earlyData(Visit.request(target)), sockets);
    }
}

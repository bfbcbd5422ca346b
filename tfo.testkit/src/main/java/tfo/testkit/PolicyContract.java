package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenRequiredException;
import tfo.api.socket.FirstSpeaker;
import tfo.lab.Direction;
import tfo.lab.Flow;
import tfo.lab.PacketLog;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.SinkPeer;
import tfo.testkit.peer.SpeaksFirstPeer;

/** How much Fast Open a request wants, and what its report says of it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class PolicyContract extends DiallerContract {

    @ParameterizedTest
    @EnumSource
    void policyOffNeitherSendsNorAsksForACookie(Contact contact) throws IOException {
        try (PacketLog log = PacketLog.loopback();
                EchoPeer peer = EchoPeer.on(address(contact));
                Link link = dialler().dial(request(peer.address()).policy(FastOpenPolicy.OFF))) {
            assertEchoed(link);

            Flow flow = log.flow(link.localAddress().getPort());
            assertEquals(OptionalInt.empty(), flow.cookie());
            assertEquals(0, flow.synPayload());
            assertEquals(Outcome.NOT_TRIED, link.report().outcome());
            assertTrue(link.report().reason().contains("policy"), link.report()::reason);
        }
    }

    @Test
    void requiredFastOpenToAKnownPeerIsHadOrRefused() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN))) {
            ConnectRequest required = request(peer.address()).policy(FastOpenPolicy.REQUIRE);

            if (fastOpen()) {
                assertAcknowledged(required);
            } else {
                assertRefused(required);
            }
        }
    }

    @Test
    void requiredFastOpenAtFirstContactFailsWithoutSendingTheFlight() throws IOException {
        try (PacketLog log = PacketLog.loopback();
                SinkPeer peer = SinkPeer.on(address(Contact.FIRST))) {
            ConnectRequest required = request(peer.address()).policy(FastOpenPolicy.REQUIRE);

            assertRefused(required);

            List<Flow> flows = log.flowsTo(peer.address().getPort());
            assertEquals(fastOpen() ? 1 : 0, flows.size());
            flows.forEach(flow -> assertEquals(0, flow.payload(Direction.TO_SERVER)));
        }
    }

    @Test
    void requiredFastOpenIsHadAtTheSecondContact() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.FIRST))) {
            ConnectRequest required = request(peer.address()).policy(FastOpenPolicy.REQUIRE);
            assertRefused(required);

            if (fastOpen()) {
                assertAcknowledged(required);
            } else {
                assertRefused(required);
            }
        }
    }

    private void assertAcknowledged(ConnectRequest required) throws IOException {
        try (Link link = dialler().dial(required)) {
            assertEquals(Outcome.ACKNOWLEDGED, link.report().outcome());
            assertEchoed(link);
        }
    }

    private void assertRefused(ConnectRequest required) throws IOException {
        int before = Descriptors.open();

        var thrown =
                assertThrows(FastOpenRequiredException.class, () -> dialler().dial(required));

        assertFalse(thrown.report().acknowledged());
        Descriptors.assertAtMost(before);
    }

    @Test
    void withoutAFirstFlightTheReportSaysSo() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = sockets().connect(ConnectRequest.to(peer.address()))) {
            FastOpenReport report = connection.report();

            assertEquals(Outcome.NOT_TRIED, report.outcome());
            assertEquals(0, report.offered());
            assertTrue(report.reason().contains("no first flight"), report::reason);
        }
    }

    @Test
    void theReportCountsWhatWasOfferedAndWhatTheSynHadRoomFor() throws IOException {
        int large = 100_000;
        try (PacketLog log = PacketLog.loopback();
                SinkPeer peer = SinkPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection =
                        sockets().connect(ConnectRequest.to(peer.address()).firstFlight(ByteBuffer.allocate(large)))) {
            FastOpenReport report = connection.report();
            Flow flow = log.flow(((InetSocketAddress) connection.channel().getLocalAddress()).getPort());

            assertEquals(large, report.offered());
            assertEquals(flow.synPayload(), report.inSyn());
            assertEquals(fastOpen(), report.inSyn() > 0 && report.inSyn() < large);
        }
    }

    @Test
    void theReportIsFinal() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN))) {
            Link link = dial(peer.address());
            FastOpenReport atOnce = link.report();
            assertEchoed(link);
            link.close();

            assertEquals(atOnce, link.report());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatSpeaksFirstIsHeardWhoeverWasExpectedTo(FirstSpeaker speaker) throws IOException {
        try (PacketLog log = PacketLog.loopback();
                SpeaksFirstPeer peer = SpeaksFirstPeer.saying("220 ready", address(Contact.KNOWN));
                Link link = dialler().dial(ConnectRequest.to(peer.address()).firstSpeaker(speaker))) {
            assertEquals("220 ready", new String(link.in().readNBytes(9), StandardCharsets.US_ASCII));

            Flow flow = log.flow(link.localAddress().getPort());
            boolean cookie = fastOpen() && speaker == FirstSpeaker.SERVER;
            assertEquals(cookie, flow.cookie().orElse(0) > 0);
            assertEquals(0, flow.synPayload());
        }
    }
}

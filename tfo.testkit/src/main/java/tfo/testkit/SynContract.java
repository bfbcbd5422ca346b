package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.tcp.FastOpenCounters;
import tfo.lab.Flow;
import tfo.lab.PacketLog;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.Payload;
import tfo.testkit.peer.SinkPeer;

/** What the SYN carries, by the packet log, and that the report says just that. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SynContract extends DiallerContract {
    private static final int COOKIE = 8;

    @Test
    void theFirstFlightToAKnownPeerLeavesInTheSyn() throws IOException {
        Flow flow = flowTo(address(Contact.KNOWN));

        assertEquals(fastOpen() ? OptionalInt.of(COOKIE) : OptionalInt.empty(), flow.cookie());
        assertEquals(fastOpen() ? FLIGHT : 0, flow.synPayload());
        assertEquals(fastOpen() ? FLIGHT : 0, flow.acknowledgedInSyn());
    }

    @Test
    void aFirstContactAsksForACookie() throws IOException {
        Flow flow = flowTo(address(Contact.FIRST));

        assertEquals(fastOpen() ? OptionalInt.of(0) : OptionalInt.empty(), flow.cookie());
        assertEquals(0, flow.synPayload());
    }

    @Test
    void theCookieHoldsForEveryPortOfAnAddress() throws IOException {
        InetAddress address = address(Contact.FIRST);
        flowTo(address);

        assertEquals(fastOpen() ? FLIGHT : 0, flowTo(address).synPayload());
    }

    @Test
    void anAnswerToTheFirstFlightComesOneRoundTripEarlier() throws IOException {
        assertEquals(
                OptionalInt.of(fastOpen() ? 1 : 2),
                flowTo(address(Contact.KNOWN)).roundTrips());
    }

    private Flow flowTo(InetAddress address) throws IOException {
        try (PacketLog log = PacketLog.loopback();
                EchoPeer peer = EchoPeer.on(address);
                Link link = dial(peer.address())) {
            assertEchoed(link);
            return log.flow(link.localAddress().getPort());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theReportSaysWhatTheSynCarried(Contact contact) throws IOException {
        try (PacketLog log = PacketLog.loopback();
                EchoPeer peer = EchoPeer.on(address(contact));
                Link link = dial(peer.address())) {
            assertEchoed(link);
            FastOpenReport report = link.report();

            assertEquals(outcome(contact), report.outcome());
            assertEquals(log.flow(link.localAddress().getPort()).synPayload(), report.inSyn());
            assertEquals(report.acknowledged(), report.reason().isEmpty(), report::toString);
        }
    }

    private Outcome outcome(Contact contact) {
        if (!fastOpen()) {
            return Outcome.NOT_TRIED;
        }
        return contact == Contact.KNOWN ? Outcome.ACKNOWLEDGED : Outcome.COOKIE_REQUESTED;
    }

    @Test
    @Tag("F30")
    void withFastOpenOffForClientsTheConnectionIsAnOrdinaryOne() throws Exception {
        InetAddress address = address(Contact.KNOWN);
        FastOpenCounters before = sockets().counters();

        PrivateNetwork.withFastOpen(0x402, () -> assertOrdinary(address));

        assertEquals(0, sockets().counters().since(before).active());
    }

    private void assertOrdinary(InetAddress address) throws IOException {
        try (PacketLog log = PacketLog.loopback();
                EchoPeer peer = EchoPeer.on(address);
                Link link = dial(peer.address())) {
            assertEchoed(link);

            Flow flow = log.flow(link.localAddress().getPort());
            assertEquals(OptionalInt.empty(), flow.cookie());
            assertEquals(0, flow.synPayload());
            assertEquals(Outcome.NOT_TRIED, link.report().outcome());
            assertNotEquals("", link.report().reason());
        }
    }

    @Test
    @Tag("F30")
    void withFastOpenOffAtTheServerTheFlightArrivesOnceAllTheSame() throws Exception {
        InetAddress address = address(Contact.KNOWN);
        PrivateNetwork.withFastOpen(0x1, () -> {
            try (SinkPeer peer = SinkPeer.on(address)) {
                assertArrivesOnce(peer, fastOpen() ? Outcome.NOT_ACKNOWLEDGED : Outcome.NOT_TRIED);
            }
        });
    }

    @Test
    @Tag("F34")
    void aCookieOfAnOldKeyCostsNothingButTheGain() throws Exception {
        InetAddress address = address(Contact.KNOWN);
        CookieKey.rotate();
        try (SinkPeer peer = SinkPeer.on(address)) {
            assertArrivesOnce(peer, fastOpen() ? Outcome.NOT_ACKNOWLEDGED : Outcome.NOT_TRIED);
            assertArrivesOnce(peer, fastOpen() ? Outcome.ACKNOWLEDGED : Outcome.NOT_TRIED);
        }
    }

    @Test
    @Tag("F34")
    void everyFlightArrivesOnceWhileTheKeyRotates() throws Exception {
        CookieKey.Rotation rotation = CookieKey.keepRotating();
        try (SinkPeer peer = SinkPeer.on(Addresses.fresh())) {
            for (int i = 0; i < 300 || rotation.turns() < 5; i++) {
                dial(peer.address()).close();

                assertEquals(Payload.of(Payload.bytes(FLIGHT, 1)), peer.received());
            }
        } finally {
            rotation.stop();
        }
    }

    private void assertArrivesOnce(SinkPeer peer, Outcome expected) throws Exception {
        InetSocketAddress address = peer.address();
        try (Link link = dial(address)) {
            link.shutdownOutput();
            assertEquals(-1, link.in().read());

            assertEquals(expected, link.report().outcome(), () -> link.report().toString());
            assertTrue(link.isOpen());
        }
        assertEquals(Payload.of(Payload.bytes(FLIGHT, 1)), peer.received());
    }
}

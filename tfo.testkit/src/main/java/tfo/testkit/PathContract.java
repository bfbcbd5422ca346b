package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.AvoidedPath;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.lab.Fault;
import tfo.lab.Flow;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.testkit.peer.Payload;
import tfo.testkit.peer.SinkPeer;

/** Paths that do not like Fast Open, or lose things: the bytes arrive exactly once all the same. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class PathContract extends DiallerContract {
    private static final Duration RTT = Duration.ofMillis(20);

    private static NetworkLab lab;
    private static SinkPeer peer;

    @BeforeAll
    static void layTheLine() throws IOException {
        lab = NetworkLab.open(RTT);
        peer = SinkPeer.on(lab.server());
    }

    @AfterAll
    static void takeItDown() throws IOException {
        peer.close();
        lab.close();
    }

    @BeforeEach
    @AfterEach
    void beStrangersAgain() {
        lab.heal();
        lab.forgetCookies();
        sockets().forgetAvoidedPaths();
    }

    @Test
    void overAWholePathTheAnswerToAKnownPeerTakesOneRoundTrip() throws Exception {
        meet(lab.server(), lab.peer());

        Flow flow = transfer(fastOpen() ? Outcome.ACKNOWLEDGED : Outcome.NOT_TRIED);

        assertEquals(fastOpen() ? FLIGHT : 0, flow.acknowledgedInSyn());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F31")
    void aPathThatStripsTheOptionCostsNothing(Contact contact) throws Exception {
        if (contact == Contact.KNOWN) {
            meet(lab.server(), lab.peer());
        }
        lab.inflict(Fault.stripFastOpenOption());

        for (int i = 0; i < 3; i++) {
            Flow flow = transfer();

            assertEquals(0, flow.retransmittedSyns());
        }
    }

    @Test
    @Tag("F32")
    void aSynWithDataThatIsLostIsFollowedByOneWithout() throws Exception {
        meet(lab.server(), lab.peer());
        Fault drop = Fault.dropSynWithData();
        lab.inflict(drop);

        Flow flow = transfer(fastOpen() ? Outcome.SYN_RETRANSMITTED : Outcome.NOT_TRIED);

        assertEquals(fastOpen() ? FLIGHT : 0, flow.synPayload());
        assertEquals(fastOpen() ? 1 : 0, flow.retransmittedSyns());
        assertEquals(fastOpen() ? 1 : 0, drop.hits());
    }

    @Test
    @Tag("F32")
    void afterALostSynTheAddressIsConnectedToPlainlyForAWhile() throws Exception {
        meet(lab.server(), lab.peer());
        lab.inflict(Fault.dropSynWithData());
        transfer();

        for (int i = 0; i < 5; i++) {
            Flow flow = transfer(Outcome.NOT_TRIED);

            assertEquals(OptionalInt.empty(), flow.cookie());
            assertEquals(0, flow.synPayload());
            assertEquals(0, flow.retransmittedSyns());
        }
    }

    @Test
    @Tag("F32")
    void theAvoidedAddressIsListedUntilItIsForgotten() throws Exception {
        meet(lab.server(), lab.peer());
        lab.inflict(Fault.dropSynWithData());
        transfer();

        List<AvoidedPath> avoided = sockets().avoidedPaths();
        assertEquals(fastOpen() ? 1 : 0, avoided.size());
        for (AvoidedPath path : avoided) {
            assertEquals(lab.peer(), path.address());
            assertEquals(1, path.strikes());
            assertTrue(path.until().isAfter(Instant.now()), path::toString);
            assertTrue(path.until().isBefore(Instant.now().plusSeconds(61)), path::toString);
        }

        sockets().forgetAvoidedPaths();
        assertEquals(List.of(), sockets().avoidedPaths());
    }

    @Test
    @Tag("F32")
    void onceForgottenThePathIsTriedAgain() throws Exception {
        meet(lab.server(), lab.peer());
        lab.inflict(Fault.dropSynWithData());
        transfer();
        lab.heal();
        sockets().forgetAvoidedPaths();

        Flow flow = transfer(fastOpen() ? Outcome.ACKNOWLEDGED : Outcome.NOT_TRIED);

        assertEquals(fastOpen() ? FLIGHT : 0, flow.synPayload());
        assertEquals(List.of(), sockets().avoidedPaths());
    }

    @Test
    @Tag("F32")
    void otherAddressesAreNotAvoided() throws Exception {
        meet(lab.server(), lab.peer());
        lab.inflict(Fault.dropSynWithData());
        transfer();
        lab.heal();
        lab.forgetCookies();

        meet(lab.server(), lab.peer());
        transfer(fastOpen() ? Outcome.ACKNOWLEDGED : Outcome.NOT_TRIED);
    }

    @Test
    @Tag("F32")
    void aPathThatLosesEverySynWithTheOptionIsAvoidedAtFirstContact() throws Exception {
        Fault drop = Fault.dropSynWithFastOpenOption();
        lab.inflict(drop);
        transfer();
        assertEquals(fastOpen(), drop.hits() > 0);

        Flow flow = transfer(Outcome.NOT_TRIED);

        assertEquals(0, flow.retransmittedSyns());
    }

    @Test
    @Tag("F33")
    void aSynWithDataThatIsAnsweredByAResetIsAConnectExceptionOrNoLoss() throws Exception {
        meet(lab.server(), lab.peer());
        Fault reset = Fault.resetSynWithData();
        lab.inflict(reset);

        try {
            transfer();
        } catch (ConnectException e) {
            Messages.assertMentions("refused", e);
        }

        assertEquals(fastOpen(), reset.hits() > 0);
    }

    @Test
    @Tag("F35")
    void withATenthOfThePacketsLostEveryByteArrivesOnce() throws Exception {
        meet(lab.server(), lab.peer());
        lab.inflict(Fault.lose(0.1, 7));

        transferTogether(10, 60_000);
    }

    @Test
    @Tag("F35")
    void withEveryThirdSynAckLostEveryByteArrivesOnce() throws Exception {
        meet(lab.server(), lab.peer());
        lab.inflict(Fault.loseSynAck(3));

        transferTogether(9, FLIGHT);
    }

    private void transferTogether(int connections, int size) throws Exception {
        byte[] bytes = Payload.bytes(size, 8);
        List<Background<Boolean>> transfers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            transfers.add(Background.run(() -> send(bytes)));
        }
        for (Background<Boolean> transfer : transfers) {
            assertTrue(transfer.result());
        }
        for (int i = 0; i < connections; i++) {
            assertEquals(Payload.of(bytes), peer.received());
        }
    }

    private void send(byte[] bytes) throws IOException {
        try (Link link = dialler().dial(request(remote()).firstFlight(ByteBuffer.wrap(bytes)))) {
            assertTrue(link.isOpen());
        }
    }

    private Flow transfer(Outcome expected) throws Exception {
        try (PacketLog log = lab.packetLog();
                Link link = dial(remote())) {
            link.shutdownOutput();
            assertEquals(-1, link.in().read());
            assertEquals(expected, link.report().outcome(), () -> link.report() + "\n" + log.dump());
            return finished(log, link);
        }
    }

    /** Sends a flight, checks that it arrived once, and gives what was seen on the way. */
    private Flow transfer() throws Exception {
        try (PacketLog log = lab.packetLog();
                Link link = dial(remote())) {
            link.shutdownOutput();
            assertEquals(-1, link.in().read());
            return finished(log, link);
        }
    }

    private static Flow finished(PacketLog log, Link link) throws IOException {
        Flow flow = log.flow(link.localAddress().getPort());
        assertFalse(flow.syns().isEmpty(), () -> "no SYN was seen\n" + log.dump());
        assertEquals(Payload.of(Payload.bytes(FLIGHT, 1)), peer.received());
        return flow;
    }

    private static InetSocketAddress remote() {
        return new InetSocketAddress(lab.peer(), peer.address().getPort());
    }
}

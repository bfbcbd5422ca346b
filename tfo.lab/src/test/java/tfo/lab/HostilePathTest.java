package tfo.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostilePathTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String QUESTION = "who is there?";

    private NetworkLab lab;
    private PacketLog log;
    private EchoServer server;

    @BeforeEach
    void open() throws IOException {
        lab = NetworkLab.open(Duration.ofMillis(10));
        log = lab.packetLog();
        server = EchoServer.on(lab.server());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        log.close();
        lab.close();
    }

    @Test
    void aWholePathTakesTheRequestInTheSyn() throws IOException {
        Flow first = ask();
        Flow second = ask();

        assertEquals(OptionalInt.of(0), first.cookie(), "the first contact asks for a cookie");
        assertEquals(0, first.synPayload());
        assertEquals(OptionalInt.of(2), first.roundTrips(), first::toString);
        assertEquals(OptionalInt.of(8), second.cookie(), second::toString);
        assertEquals(QUESTION.length(), second.synPayload());
        assertEquals(QUESTION.length(), second.acknowledgedInSyn());
        assertEquals(OptionalInt.of(1), second.roundTrips(), second::toString);
        assertEquals(0, second.lost());
    }

    @Test
    void forgottenCookiesAreAskedForAgain() throws IOException {
        warmUp();

        lab.forgetCookies();

        assertEquals(OptionalInt.of(0), ask().cookie());
    }

    @Test
    void aRotatedKeyMakesTheServerRefuseTheCookie() throws IOException {
        warmUp();

        lab.rotateCookieKey();
        Flow flow = ask();

        assertEquals(QUESTION.length(), flow.synPayload());
        assertEquals(0, flow.acknowledgedInSyn(), flow::toString);
        assertEquals(OptionalInt.of(2), flow.roundTrips(), flow::toString);
    }

    @Test
    void aStrippingPathTakesTheOptionOutOfSynAndAnswer() throws IOException {
        Fault strip = Fault.stripFastOpenOption();
        lab.inflict(strip);

        Flow first = ask();
        Flow second = ask();

        assertEquals(2, strip.hits(), "kind 34, then kind 254");
        assertEquals(OptionalInt.empty(), first.synAcks().get(0).cookie());
        assertEquals(OptionalInt.of(0), second.cookie(), "the client knows no cookie");
        assertEquals(OptionalInt.of(2), second.roundTrips());
        assertEquals(0, second.retransmittedSyns());
    }

    @Test
    void aStrippedSynArrivesWithAGoodChecksum() throws IOException {
        warmUp();
        lab.inflict(Fault.stripFastOpenOption());

        Flow flow = ask();

        assertEquals(QUESTION.length(), flow.synPayload());
        assertEquals(1, flow.syns().size(), "a SYN with a wrong checksum would be sent again");
        assertEquals(0, flow.acknowledgedInSyn());
    }

    @Test
    void synWithDataIsDroppedAndSentAgainWithout() throws IOException {
        warmUp();
        Fault drop = Fault.dropSynWithData();
        lab.inflict(drop);

        Flow flow = ask();

        assertEquals(1, drop.hits());
        assertTrue(flow.timeline().get(0).lost(), flow::toString);
        assertEquals(1, flow.retransmittedSyns());
        assertEquals(0, flow.syns().get(1).payload());
    }

    @Test
    void synWithoutDataPassesWhereThatWithDataIsDropped() throws IOException {
        Fault drop = Fault.dropSynWithData();
        lab.inflict(drop);

        assertEquals(0, ask().retransmittedSyns());
        assertEquals(0, drop.hits());
    }

    @Test
    void everySynWithTheOptionIsDropped() throws IOException {
        Fault drop = Fault.dropSynWithFastOpenOption();
        lab.inflict(drop);

        Flow flow = ask();

        assertEquals(OptionalInt.of(0), flow.cookie());
        assertTrue(flow.timeline().get(0).lost(), flow::toString);
        assertEquals(1, drop.hits());
        assertEquals(OptionalInt.empty(), flow.syns().get(1).cookie());
    }

    @Test
    void synWithDataIsAnsweredByReset() throws IOException {
        warmUp();
        Fault reset = Fault.resetSynWithData();
        lab.inflict(reset);

        try (FastOpenSocket socket = FastOpenSocket.to(lab.server(), lab.peer(), server.port())) {
            IOException refused = assertThrows(IOException.class, () -> socket.ask(QUESTION));

            assertTrue(refused.getMessage().endsWith("errno 111"), refused::getMessage);
            Flow flow = log.flow(socket.port());
            assertTrue(flow.reset());
            assertEquals(0, flow.retransmittedSyns());
            assertEquals(1, reset.hits());
        }
    }

    @Test
    void blackholeLosesEverythingAndHealingBringsItBack() throws Exception {
        Fault blackhole = Fault.blackhole();
        lab.inflict(blackhole);
        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(lab.peer(), server.port());
            assertThrows(SocketTimeoutException.class, () -> socket.connect(address, 100));
        }

        assertTrue(blackhole.hits() >= 1);
        assertTrue(log.await(seen -> seen.flows().get(0).timeline().get(0).lost(), SOON), log::dump);
        lab.heal();
        assertEquals(OptionalInt.of(2), ask().roundTrips());
    }

    @Test
    void everySecondSynAckIsLost() throws IOException {
        Fault fault = Fault.loseSynAck(2);
        lab.inflict(fault);

        Flow first = ask();
        Flow second = ask();

        assertEquals(0, first.lost());
        assertTrue(fault.hits() >= 1);
        assertTrue(second.synAcks().size() > 1, second::toString);
        assertTrue(second.timeline().get(1).lost(), second::toString);
        assertEquals(Direction.TO_CLIENT, second.timeline().get(1).direction());
    }

    @Test
    void faultOfOneDirectionLeavesTheOtherAlone() throws IOException {
        Fault towardsServer = Fault.loseSynAck(1).towards(Direction.TO_SERVER);
        Fault towardsClient = Fault.loseSynAck(2).towards(Direction.TO_CLIENT);
        lab.inflict(towardsServer, towardsClient);

        ask();
        ask();

        assertEquals(0, towardsServer.hits(), "no SYN-ACK travels to the server");
        assertTrue(towardsClient.hits() >= 1);
    }

    @Test
    void faultsActOneAfterTheOther() throws IOException {
        warmUp();
        Fault strip = Fault.stripFastOpenOption();
        Fault drop = Fault.dropSynWithFastOpenOption();
        lab.inflict(strip, drop);

        ask();

        assertEquals(1, strip.hits());
        assertEquals(0, drop.hits(), "what was stripped before is not there to be dropped");
    }

    @Test
    void serverWithoutFastOpenGivesNoCookie() throws IOException {
        lab.fastOpen(1);

        Flow flow = ask();

        assertEquals(OptionalInt.of(0), flow.cookie());
        assertEquals(OptionalInt.empty(), flow.synAcks().get(0).cookie());
    }

    private void warmUp() throws IOException {
        ask();
    }

    private Flow ask() throws IOException {
        return ask(lab.server(), lab.peer());
    }

    private Flow ask(InetAddress local, InetAddress remote) throws IOException {
        try (FastOpenSocket socket = FastOpenSocket.to(local, remote, server.port())) {
            assertEquals(QUESTION, socket.ask(QUESTION));
            return log.flow(socket.port());
        }
    }
}

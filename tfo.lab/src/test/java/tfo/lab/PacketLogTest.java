package tfo.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PacketLogTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration NOW = Duration.ofMillis(1);

    @Test
    void countsEachSegmentOnLoopbackOnce() throws Exception {
        InetAddress local = loopback(1);
        try (PacketLog log = PacketLog.loopback();
                EchoServer server = EchoServer.on(local)) {
            int port = server.ask(local, "hello");

            Flow flow = log.flow(port);
            assertEquals(1, flow.syns().size(), flow::toString);
            assertEquals(1, flow.synAcks().size(), flow::toString);
            assertEquals(5, flow.payload(Direction.TO_SERVER), flow::toString);
            assertEquals(5, flow.payload(Direction.TO_CLIENT), flow::toString);
            assertEquals(OptionalInt.of(2), flow.roundTrips(), flow::toString);
            assertEquals(0, flow.lost());
        }
    }

    @Test
    void requestInTheSynIsOneRoundTripOnLoopbackToo() throws IOException {
        InetAddress local = loopback(7);
        try (PacketLog log = PacketLog.loopback();
                EchoServer server = EchoServer.on(local)) {
            askFast(server, local);
            int port = askFast(server, local);

            Flow flow = log.flow(port);
            assertEquals(5, flow.synPayload(), flow::toString);
            assertEquals(OptionalInt.of(1), flow.roundTrips(), flow::toString);
            assertEquals(2, log.flowsTo(server.port()).size());
        }
    }

    private static int askFast(EchoServer server, InetAddress local) throws IOException {
        try (FastOpenSocket socket = FastOpenSocket.to(local, local, server.port())) {
            assertEquals("hello", socket.ask("hello"));
            return socket.port();
        }
    }

    @Test
    void waitsForWhatHappensByItself() throws Exception {
        InetAddress local = loopback(1);
        try (PacketLog log = PacketLog.loopback();
                EchoServer server = EchoServer.on(local)) {
            assertFalse(log.await(seen -> !seen.flowsTo(server.port()).isEmpty(), NOW));
            int port = server.ask(local, "hello");

            assertTrue(log.await(
                    seen -> seen.flow(port).timeline().stream()
                            .anyMatch(passage -> passage.direction() == Direction.TO_CLIENT
                                    && passage.segment().isFin()),
                    SOON));
        }
    }

    @Test
    void staysReadableAfterClose() throws IOException {
        InetAddress local = loopback(1);
        PacketLog log = PacketLog.loopback();
        try (EchoServer server = EchoServer.on(local)) {
            int port = server.ask(local, "hello");
            log.close();
            log.close();
            server.ask(local, "more");

            assertEquals(1, log.flowsTo(server.port()).size());
            assertEquals(port, log.flowsTo(server.port()).get(0).clientPort());
            assertEquals(0, log.missed());
            assertTrue(log.dump().contains("[S] " + port + " > " + server.port()), log::dump);
        }
    }

    @Test
    void clearForgets() throws IOException {
        InetAddress local = loopback(1);
        try (PacketLog log = PacketLog.loopback();
                EchoServer server = EchoServer.on(local)) {
            int port = server.ask(local, "hello");

            log.clear();

            assertEquals(0, log.flow(port).syns().size());
        }
    }

    private static InetAddress loopback(int host) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
    }
}

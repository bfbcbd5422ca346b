package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.ConnectRequest;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.FullBacklog;
import tfo.testkit.peer.PatternPeer;
import tfo.testkit.peer.SilentPeer;
import tfo.testkit.peer.SinkPeer;

/** No descriptor is lost, inherited, or mistaken for another. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class DescriptorContract extends DiallerContract {
    private static final int FEW = 8;
    private static final int RACES = 100;

    @Test
    @Tag("F23")
    void twentyThousandConnectionsLeaveNoDescriptors() throws Exception {
        try (SinkPeer peer = SinkPeer.on(address(Contact.KNOWN))) {
            dial(peer.address()).close();
            int before = Descriptors.open();

            for (int i = 0; i < 20_000; i++) {
                dial(peer.address()).close();
            }

            Descriptors.assertAtMost(before + FEW);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F24")
    void threeThousandRefusedConnectsLeaveNoDescriptors(Contact contact) throws Exception {
        InetSocketAddress closed = Addresses.refusing(address(contact));
        assertThrows(ConnectException.class, () -> dial(closed));
        int before = Descriptors.open();

        for (int i = 0; i < 3_000; i++) {
            assertThrows(ConnectException.class, () -> dial(closed));
        }

        Descriptors.assertAtMost(before + FEW);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F24")
    void timedOutConnectsLeaveNoDescriptors(Contact contact) throws Exception {
        try (FullBacklog hole = FullBacklog.on(address(contact))) {
            ConnectRequest request = request(hole.address()).timeout(Duration.ofMillis(10));
            assertThrows(SocketTimeoutException.class, () -> dialler().dial(request));
            int before = Descriptors.open();

            for (int i = 0; i < 2 * FEW; i++) {
                assertThrows(SocketTimeoutException.class, () -> dialler().dial(request));
            }

            Descriptors.assertAtMost(before + FEW);
        }
    }

    @Test
    @Tag("F21")
    void aChildProcessInheritsNoSocket() throws Exception {
        try (SinkPeer peer = SinkPeer.on(address(Contact.KNOWN));
                Link link = dial(peer.address())) {
            assertTrue(link.isOpen());

            assertEquals(List.of(), Descriptors.socketsOfAChild());
        }
    }

    @Test
    @Tag("F21")
    void noMoreSocketsAreInheritableThanTheTwoEndsTheJdkMade() throws Exception {
        try (SilentPeer peer = SilentPeer.on(address(Contact.KNOWN))) {
            Set<String> before = Descriptors.inheritableSockets();
            try (Link link = dial(peer.address())) {
                peer.awaitConnection();
                Set<String> ends = Descriptors.inheritableSockets();
                // Not by their number: of what was there before some may be gone meanwhile.
                ends.removeAll(before);

                assertTrue(link.isOpen());
                assertTrue(ends.size() <= 2, () -> "inheritable for the two ends of one connection: " + ends);
            }
        }
    }

    @Test
    @Tag("F25")
    void aCloseInTheMiddleOfAWriteNeverPutsAByteIntoAnotherConnection() throws Exception {
        List<Background<Integer>> racers = new ArrayList<>();
        try (PatternPeer peer = PatternPeer.on(address(Contact.KNOWN))) {
            for (int i = 1; i <= 8; i++) {
                byte pattern = (byte) i;
                racers.add(Background.start(() -> race(peer.address(), pattern)));
            }
            for (Background<Integer> racer : racers) {
                assertEquals(RACES, racer.result(Duration.ofMinutes(3)));
            }

            assertEquals(List.of(), peer.mixed());
        }
    }

    /** Opens connections that carry one pattern each, and closes each while another thread writes to it. */
    private int race(InetSocketAddress peer, byte pattern) throws Exception {
        byte[] patterns = new byte[100];
        Arrays.fill(patterns, pattern);
        ConnectRequest request = request(peer).firstFlight(ByteBuffer.wrap(patterns));
        for (int i = 0; i < RACES; i++) {
            Link link = dialler().dial(request);
            Background<Boolean> writer = Background.run(() -> writeForEver(link, patterns));
            link.out().write(patterns);
            link.close();
            assertInstanceOf(IOException.class, writer.failure(Duration.ofSeconds(20)));
        }
        return RACES;
    }

    private static void writeForEver(Link link, byte[] patterns) throws IOException {
        while (true) {
            link.out().write(patterns);
        }
    }

    @Test
    @Tag("F20")
    void withoutDescriptorsConnectFailsAndWorksAgainAfterwards() throws Exception {
        Starvation.assertSurvivedBy(subject());
    }
}

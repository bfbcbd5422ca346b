package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.ResettingPeer;
import tfo.testkit.peer.RudePeer;
import tfo.testkit.peer.SilentPeer;

/** A connection that stands behaves as the JDK's own, also when the peer or another thread does not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class TrafficContract extends DiallerContract {
    // What must not wait for another thread would wait for ever.
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] MUCH = new byte[64 << 20];

    @ParameterizedTest
    @EnumSource
    @Tag("F14")
    void closingWakesABlockedRead(Contact contact) throws Exception {
        try (SilentPeer peer = SilentPeer.on(address(contact));
                Link link = dial(peer.address())) {
            Background<Integer> reader =
                    Background.start(() -> link.in().read()).blocked();

            assertClosesSoon(link);

            assertInstanceOf(IOException.class, reader.failure(SOON));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F14")
    void closingWakesABlockedWrite(Contact contact) throws Exception {
        try (SilentPeer peer = SilentPeer.on(address(contact));
                Link link = dial(peer.address())) {
            Background<Boolean> writer =
                    Background.run(() -> writeForEver(link)).blocked();

            assertClosesSoon(link);

            assertInstanceOf(IOException.class, writer.failure(SOON));
        }
    }

    private static void assertClosesSoon(Link link) throws Exception {
        long begin = System.nanoTime();
        link.close();
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(taken.compareTo(SOON) < 0, () -> "close took " + taken);
    }

    @Test
    @Tag("F15")
    void aResetEndsAReadWithAnException() throws IOException {
        try (ResettingPeer peer = ResettingPeer.after(FLIGHT, address(Contact.KNOWN));
                Link link = dial(peer.address())) {
            assertThrows(IOException.class, () -> link.in().read());
        }
    }

    @Test
    @Tag("F15")
    void aResetEndsEveryWriteWithAnExceptionAndTheProcessLives() throws IOException {
        try (ResettingPeer peer = ResettingPeer.after(FLIGHT, address(Contact.KNOWN));
                Link link = dial(peer.address())) {
            assertThrows(IOException.class, () -> writeForEver(link));

            assertThrows(IOException.class, () -> link.out().write(1));
            assertThrows(IOException.class, () -> link.out().write(1));
        }
    }

    private static void writeForEver(Link link) throws IOException {
        while (true) {
            link.out().write(MUCH);
        }
    }

    @Test
    @Tag("F16")
    void theAnswerOfAPeerThatClosesWithUnreadInputIsDelivered() throws IOException {
        String answer = "answered before the reset";
        try (RudePeer peer = RudePeer.answering(answer, address(Contact.KNOWN));
                Link link = dial(peer.address())) {
            byte[] got = link.in().readNBytes(answer.length());

            assertEquals(answer, new String(got, StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F17")
    void writesGoOnWhileAReadIsBlocked(Contact contact) throws Exception {
        try (EchoPeer peer = EchoPeer.on(address(contact));
                Link link = dial(peer.address())) {
            assertEchoed(link);
            for (int i = 0; i < 10; i++) {
                byte next = (byte) i;
                Background<Integer> reader =
                        Background.start(() -> link.in().read()).blocked();

                Background.run(() -> link.out().write(next)).result(SOON);

                assertEquals(i, reader.result(SOON));
            }
        }
    }

    @Test
    @Tag("F7")
    void closingTwiceIsHarmless() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN))) {
            Link link = dial(peer.address());

            link.close();
            link.close();

            assertTrue(!link.isOpen());
        }
    }

    @Test
    @Tag("F7")
    void afterCloseEveryUseIsAnException() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN))) {
            Link link = dial(peer.address());
            link.close();

            assertThrows(IOException.class, () -> link.in().read());
            assertThrows(IOException.class, () -> link.out().write(1));
            assertThrows(IOException.class, link::shutdownOutput);
        }
    }

    @Test
    @Tag("F8")
    void theEndOfTheStreamStaysTheEnd() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Link link = dial(peer.address())) {
            link.shutdownOutput();
            assertEchoed(link);

            assertEquals(
                    List.of(-1, -1, -1),
                    List.of(link.in().read(), link.in().read(), link.in().read()));
        }
    }

    @Test
    @Tag("F10")
    void aByteOfAllOnesIs255() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Link link = dial(peer.address())) {
            assertEchoed(link);

            link.out().write(0xFF);

            assertEquals(255, link.in().read());
        }
    }
}

package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.ConnectRequest;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.Payload;
import tfo.testkit.peer.SinkPeer;
import tfo.testkit.peer.SlowPeer;

/** What was handed over arrives: all of it, once, in order. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ArrivalContract extends DiallerContract {
    private static final int LARGE = 64 << 20;

    @ParameterizedTest
    @CsvSource({"FIRST,0", "KNOWN,0", "FIRST,1", "KNOWN,1", "FIRST,1460", "KNOWN,1460", "FIRST,65536", "KNOWN,65536"})
    void aFirstFlightOfAnySizeArrivesExactlyOnce(Contact contact, int size) throws Exception {
        assertArrivesOnce(contact, size);
    }

    @ParameterizedTest
    @EnumSource
    void aFirstFlightOf64MebibytesArrivesExactlyOnce(Contact contact) throws Exception {
        assertArrivesOnce(contact, LARGE);
    }

    private void assertArrivesOnce(Contact contact, int size) throws IOException {
        byte[] flight = Payload.bytes(size, size);
        try (SinkPeer peer = SinkPeer.on(address(contact))) {
            dialler()
                    .dial(ConnectRequest.to(peer.address()).firstFlight(ByteBuffer.wrap(flight)))
                    .close();

            assertEquals(Payload.of(flight), peer.received());
        }
    }

    @ParameterizedTest
    @EnumSource
    void laterWritesFollowTheFirstFlight(Contact contact) throws Exception {
        byte[] more = Payload.bytes(200_000, 2);
        try (SinkPeer peer = SinkPeer.on(address(contact))) {
            try (Link link = dial(peer.address())) {
                link.out().write(more);
                link.shutdownOutput();
                assertEquals(-1, link.in().read());
            }

            assertEquals(Payload.of(concatenated(Payload.bytes(FLIGHT, 1), more)), peer.received());
        }
    }

    private static byte[] concatenated(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void theAnswerComesBack(Contact contact) throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(contact));
                Link link = dial(peer.address())) {
            assertEchoed(link);
        }
    }

    @Test
    void aSlowReaderGetsEveryByte() throws Exception {
        byte[] flight = Payload.bytes(LARGE / 2, 3);
        try (SlowPeer peer = SlowPeer.on(address(Contact.KNOWN))) {
            dialler()
                    .dial(ConnectRequest.to(peer.address())
                            .firstFlight(ByteBuffer.wrap(flight))
                            .timeout(Duration.ofSeconds(50)))
                    .close();

            assertEquals(Payload.of(flight), peer.received().get(50, TimeUnit.SECONDS));
        }
    }

    @Test
    @Tag("F26")
    void bothWaysAtOnce() throws Exception {
        byte[] data = Payload.bytes(32 << 20, 4);
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Link link = dial(peer.address())) {
            assertEchoed(link);
            Background<byte[]> echo = Background.start(() -> link.in().readNBytes(data.length));

            for (int at = 0, portion = 1; at < data.length; at += portion, portion = portion * 2 % 99_991) {
                portion = Math.min(portion, data.length - at);
                link.out().write(data, at, portion);
            }

            assertArrayEquals(data, echo.result());
        }
    }
}

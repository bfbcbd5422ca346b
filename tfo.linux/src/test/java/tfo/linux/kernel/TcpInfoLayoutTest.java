package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tfo.api.socket.TcpInfo;
import tfo.api.socket.TcpInfo.FastOpenClientFailure;
import tfo.api.socket.TcpInfoField;
import tfo.api.socket.TcpState;

class TcpInfoLayoutTest {
    private final ByteBuffer struct = ByteBuffer.allocate(TcpInfoLayout.SIZE).order(ByteOrder.nativeOrder());

    @Test
    void fieldsAreWhereTheKernelPutsThem() {
        struct.put(0, (byte) 1).put(2, (byte) 3).put(5, (byte) (32 | 7)).put(7, (byte) (2 << 1 | 1));
        struct.putInt(8, 204_000)
                .putInt(16, 1448)
                .putInt(68, 50_123)
                .putInt(100, 4)
                .putInt(148, 49_000);
        struct.putLong(120, 1L << 33).putInt(136, 12).putInt(140, -1).putLong(160, 7_000_000);

        TcpInfo info = TcpInfoLayout.read(struct, 280);

        assertEquals(TcpState.ESTABLISHED, info.state());
        assertTrue(info.synDataAcked());
        assertEquals(FastOpenClientFailure.DATA_NOT_ACKED, info.fastOpenFailure());
        assertEquals(Duration.ofMillis(204), info.retransmissionTimeout());
        assertEquals(1448, info.sendMss());
        assertEquals(Duration.ofNanos(50_123_000), info.rtt());
        assertEquals(Duration.ofMillis(49), info.minRtt());
        assertEquals(3, info.retransmits());
        assertEquals(4, info.totalRetransmits());
        assertEquals(1L << 33, info.bytesAcked());
        assertEquals(12, info.segmentsOut());
        assertEquals(0xFFFF_FFFFL, info.segmentsIn());
        assertEquals(7_000_000, info.deliveryRate());
    }

    @Test
    void theShorterStructOfAnOldKernelLeavesTheRestZero() {
        for (int i = 0; i < TcpInfoLayout.SIZE; i++) {
            struct.put(i, (byte) 0x11);
        }

        TcpInfo info = TcpInfoLayout.read(struct, 104);

        assertEquals(0x1111_1111, info.totalRetransmits());
        assertEquals(0, info.bytesAcked());
        assertEquals(0, info.segmentsIn());
        assertEquals(Duration.ZERO, info.minRtt());
        assertTrue(info.get(TcpInfoField.BYTES_ACKED).isEmpty());
        assertTrue(info.time(TcpInfoField.MIN_RTT).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "3.10, 104, TOTAL_RETRANS",
        "3.15, 120, MAX_PACING_RATE",
        "4.1, 136, BYTES_RECEIVED",
        "4.2, 144, SEGS_IN",
        "4.6, 160, DATA_SEGS_OUT",
        "4.10, 192, SNDBUF_LIMITED",
        "4.19, 224, REORD_SEEN",
        "5.10, 232, SND_WND",
        "6.2, 240, REHASH",
        "6.7, 248, TOTAL_RTO_TIME",
        "6.18, 280, ACCECN"
    })
    void theStructOfEachKernelEndsWithItsLastField(String kernel, int length, TcpInfoField last) {
        Set<TcpInfoField> known = TcpInfoLayout.read(struct, length).fields().keySet();

        assertEquals(EnumSet.range(TcpInfoField.STATE, last), known, kernel);
        assertFalse(TcpInfoLayout.read(struct, length - 1).fields().containsKey(last), kernel);
    }

    @Test
    void unsignedFieldsStayWhole() {
        struct.putInt(232, -1)
                .putShort(240, (short) -1)
                .putLong(104, -1)
                .putInt(148, -1)
                .putInt(80, -1);

        TcpInfo info = TcpInfoLayout.read(struct, 280);

        assertEquals(OptionalLong.of(0xFFFF_FFFFL), info.get(TcpInfoField.RCV_WND));
        assertEquals(OptionalLong.of(0xFFFF), info.get(TcpInfoField.TOTAL_RTO));
        assertEquals(OptionalLong.of(-1), info.get(TcpInfoField.PACING_RATE));
        assertEquals(Duration.ZERO, info.minRtt());
        assertEquals(Integer.MAX_VALUE, info.congestionWindow());
    }

    @Test
    void noStructOfAnyLengthIsTooStrange() {
        SplittableRandom random = new SplittableRandom(6018);
        for (int round = 0; round < 500; round++) {
            byte[] noise = new byte[TcpInfoLayout.SIZE];
            random.nextBytes(noise);
            struct.put(0, noise);

            TcpInfo info = TcpInfoLayout.read(struct, random.nextInt(TcpInfoLayout.SIZE + 1));

            assertFalse(info.toString().isEmpty());
            assertNotNull(info.congestionState());
            assertNotNull(info.fastOpenFailure());
            assertTrue(info.sendMss() >= 0
                    && !info.rtt().isNegative()
                    && !info.minRtt().isNegative());
        }
    }

    @Test
    void anEmptyStructIsNoState() {
        TcpInfo info = TcpInfoLayout.read(struct, 0);

        assertEquals(TcpState.UNKNOWN, info.state());
        assertFalse(info.synDataAcked());
    }

    @Test
    void aStateThatIsNotKnownYetIsUnknown() {
        struct.put(0, (byte) 77);

        assertEquals(TcpState.UNKNOWN, TcpInfoLayout.state(struct, 280));
    }
}

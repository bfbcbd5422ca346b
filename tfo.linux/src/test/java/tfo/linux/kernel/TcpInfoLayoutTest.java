package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tfo.api.socket.TcpInfo;
import tfo.api.socket.TcpInfo.FastOpenClientFailure;
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

package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfo.FastOpenClientFailure;
import tfo.api.tcp.TcpInfoField;
import tfo.api.tcp.TcpState;

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
        assertEquals(Optional.of(Duration.ofNanos(50_123_000)), info.rtt());
        assertEquals(Optional.of(Duration.ofMillis(49)), info.minRtt());
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
        assertEquals(Optional.empty(), info.minRtt());
        assertTrue(info.get(TcpInfoField.BYTES_ACKED).isEmpty());
        assertTrue(info.time(TcpInfoField.MIN_RTT).isEmpty());
    }

    /** The two ends of the fourth Fast Open of the namespace that the captured tables are from. */
    @Test
    void aCapturedStructIsReadToItsLastByte() throws IOException {
        List<TcpInfo> ends = captured();
        TcpInfo client = ends.get(0);
        TcpInfo server = ends.get(1);

        for (TcpInfo each : ends) {
            assertEquals(EnumSet.allOf(TcpInfoField.class), each.fields().keySet());
            assertEquals(TcpState.ESTABLISHED, each.state());
            assertTrue(each.synDataAcked());
            assertEquals(FastOpenClientFailure.NONE, each.fastOpenFailure());
            assertEquals(10, each.get(TcpInfoField.SND_WSCALE).orElseThrow());
            assertEquals(32768, each.sendMss());
            assertEquals(65535, each.pathMtu());
            assertEquals(0, each.totalRetransmits());
        }
        assertFalse(client.options().contains(TcpInfo.Option.TFO_CHILD));
        assertTrue(server.options().contains(TcpInfo.Option.TFO_CHILD));
        assertEquals(6, client.bytesAcked(), "five bytes and the SYN");
        assertEquals(1, client.bytesReceived());
        assertEquals(1, server.bytesAcked());
        assertEquals(5, server.bytesReceived());
        assertEquals(5, client.get(TcpInfoField.BYTES_SENT).orElseThrow());
    }

    @Test
    void ofACapturedStructCutAtAnyByteWhatIsWholeIsThereAndTheRestIsEmpty() throws IOException {
        byte[] bytes = capturedBytes().get(0);
        TcpInfo whole = TcpInfoLayout.read(struct.put(0, bytes), bytes.length);
        Map<TcpInfoField, Long> before = Map.of();
        for (int length = 0; length <= bytes.length; length++) {
            TcpInfo cut = TcpInfoLayout.read(struct, length);

            assertTrue(cut.fields().keySet().containsAll(before.keySet()));
            assertTrue(whole.fields().entrySet().containsAll(cut.fields().entrySet()));
            for (TcpInfoField field : TcpInfoField.values()) {
                assertEquals(cut.fields().containsKey(field), cut.get(field).isPresent());
            }
            everyAccessorAnswers(cut);
            before = cut.fields();
        }
        assertEquals(whole.fields(), before);
    }

    private static void everyAccessorAnswers(TcpInfo info) {
        assertFalse(info.toString().isEmpty());
        for (TcpInfoField field : TcpInfoField.values()) {
            if (field.unit() == TcpInfoField.Unit.MICROSECONDS || field.unit() == TcpInfoField.Unit.MILLISECONDS) {
                assertEquals(info.get(field).isPresent(), info.time(field).isPresent());
            }
        }
        for (Method method : TcpInfo.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0) {
                assertDoesNotThrow(() -> assertNotNull(method.invoke(info), method.getName()));
            }
        }
    }

    private List<TcpInfo> captured() throws IOException {
        List<TcpInfo> ends = new ArrayList<>();
        for (byte[] bytes : capturedBytes()) {
            ends.add(TcpInfoLayout.read(struct.put(0, bytes), bytes.length));
        }
        return ends;
    }

    // Captured on a machine of little-endian byte order.
    private static List<byte[]> capturedBytes() throws IOException {
        Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
        String resource = "tcp_info-6.18-captured.hex";
        try (InputStream in = Objects.requireNonNull(TcpInfoLayoutTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(HexFormat.of()::parseHex)
                    .toList();
        }
    }

    /** By the releases' include/uapi/linux/tcp.h; all but the last are reconstructed from it. */
    @ParameterizedTest
    @CsvSource({
        "2.6.32, 104, TOTAL_RETRANS",
        "3.10, 104, TOTAL_RETRANS",
        "3.15, 120, MAX_PACING_RATE",
        "4.1, 136, BYTES_RECEIVED",
        "4.2, 144, SEGS_IN",
        "4.6, 160, DATA_SEGS_OUT",
        "4.9, 168, DELIVERY_RATE",
        "4.10, 192, SNDBUF_LIMITED",
        "4.18, 200, DELIVERED_CE",
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
        assertEquals(Optional.empty(), info.minRtt());
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
                    && info.rtt().stream().noneMatch(Duration::isNegative)
                    && info.minRtt().stream().noneMatch(Duration::isNegative));
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

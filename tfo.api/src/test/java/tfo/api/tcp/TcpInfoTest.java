package tfo.api.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpInfoTest {
    @ParameterizedTest
    @ValueSource(longs = {0, -1, 99, Long.MIN_VALUE, Long.MAX_VALUE, 0xFFFF_FFFFL})
    void noValueOfAnyFieldIsTooStrange(long value) {
        Map<TcpInfoField, Long> fields = new EnumMap<>(TcpInfoField.class);
        for (TcpInfoField field : TcpInfoField.values()) {
            fields.put(field, value);
        }
        TcpInfo info = new TcpInfo(fields);

        assertEquals(TcpState.UNKNOWN, info.state());
        assertFalse(info.congestionState().name().isEmpty());
        assertFalse(info.fastOpenFailure().name().isEmpty());
        assertFalse(info.toString().isEmpty());
        assertEquals(Optional.of(value), info.time(TcpInfoField.LAST_DATA_SENT).map(Duration::toMillis));
    }

    @Test
    void aTimeOfAnyLengthKeepsItsSign() {
        TcpInfo info = new TcpInfo(Map.of(TcpInfoField.BUSY_TIME, Long.MAX_VALUE));

        assertEquals(
                Optional.of(Duration.ofSeconds(Long.MAX_VALUE / 1_000_000, Long.MAX_VALUE % 1_000_000 * 1000)),
                info.time(TcpInfoField.BUSY_TIME));
        assertThrows(IllegalArgumentException.class, () -> info.time(TcpInfoField.STATE));
    }

    @Test
    void whatLimitsASenderIsToldInTimesAndWhatWasLostInBytes() {
        TcpInfo info = new TcpInfo(Map.of(
                TcpInfoField.BYTES_SENT, 200L,
                TcpInfoField.BYTES_RETRANS, 50L,
                TcpInfoField.BUSY_TIME, 9_000L,
                TcpInfoField.RWND_LIMITED, 4_000L,
                TcpInfoField.SNDBUF_LIMITED, 1_000L,
                TcpInfoField.RCV_RTT, 70L,
                TcpInfoField.DELIVERY_RATE_APP_LIMITED, 1L));

        assertEquals(50, info.retransmittedBytes());
        assertEquals(0.25, info.retransmittedShare());
        assertEquals(Duration.ofMillis(9), info.busyTime());
        assertEquals(Duration.ofMillis(4), info.receiveWindowLimited());
        assertEquals(Duration.ofMillis(1), info.sendBufferLimited());
        assertEquals(Optional.of(Duration.ofNanos(70_000)), info.receiveRtt());
        assertTrue(info.applicationLimited());
    }

    @Test
    void aRoundTripThatWasNotMeasuredIsNotZero() {
        // What the kernel begins with.
        TcpInfo info = new TcpInfo(
                Map.of(TcpInfoField.RTT, 0L, TcpInfoField.RTTVAR, 250_000L, TcpInfoField.MIN_RTT, 0xFFFF_FFFFL));

        assertEquals(Optional.empty(), info.rtt());
        assertEquals(Optional.empty(), info.rttVariation());
        assertEquals(Optional.empty(), info.minRtt());
    }

    @Test
    void ofWhatWasNeverConnectedTheClockSinceTheMachinesStartIsNotShown() {
        Map<TcpInfoField, Long> fields = new EnumMap<>(TcpInfoField.class);
        fields.put(TcpInfoField.STATE, number(TcpState.CLOSED));
        fields.put(TcpInfoField.LAST_DATA_SENT, 73_238_340L);

        assertEquals("closed", new TcpInfo(fields).toString());
        fields.put(TcpInfoField.SEGS_OUT, 1L);
        assertEquals("closed segs_out:1 lastsnd:73238340", new TcpInfo(fields).toString());
    }

    @Test
    void nothingAtAllIsAnUnknownStateAndZeros() {
        TcpInfo info = new TcpInfo(Map.of());

        assertEquals(TcpState.UNKNOWN, info.state());
        assertEquals(Optional.empty(), info.rtt());
        assertEquals(Optional.empty(), info.rttVariation());
        assertEquals(Optional.empty(), info.minRtt());
        assertEquals(Optional.empty(), info.receiveRtt());
        assertEquals(Duration.ZERO, info.busyTime());
        assertEquals(0, info.retransmittedShare());
        assertFalse(info.applicationLimited());
        assertEquals(0, info.bytesAcked());
        assertEquals(Map.of(), info.fields());
    }

    private static long number(TcpState state) {
        return List.of(TcpState.values()).indexOf(state);
    }
}

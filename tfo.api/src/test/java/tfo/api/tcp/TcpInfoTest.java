package tfo.api.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.EnumMap;
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
    void nothingAtAllIsAnUnknownStateAndZeros() {
        TcpInfo info = new TcpInfo(Map.of());

        assertEquals(TcpState.UNKNOWN, info.state());
        assertEquals(Duration.ZERO, info.rtt());
        assertEquals(0, info.bytesAcked());
        assertEquals(Map.of(), info.fields());
    }
}

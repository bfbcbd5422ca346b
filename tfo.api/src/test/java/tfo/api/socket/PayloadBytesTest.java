package tfo.api.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfoField;
import tfo.api.tcp.TcpState;

class PayloadBytesTest {
    /** What the kernel says of 100 bytes sent and 50 received: without sent the account is that of Linux before 4.19. */
    @ParameterizedTest
    @CsvSource({
        // state,     accepted, acked, received, sent, again, payload acked, payload received
        "SYN_SENT,     false,     0,     0,        100,  0,       0,    0",
        "ESTABLISHED,  false,     1,     0,        100,  0,       0,    0",
        "ESTABLISHED,  false,    51,     0,        100,  0,      50,    0",
        "ESTABLISHED,  false,   101,    50,        130, 30,     100,   50",
        "ESTABLISHED,  true,    100,    50,        100,  0,     100,   50",
        "FIN_WAIT_1,   false,   101,    50,        100,  0,     100,   50",
        "FIN_WAIT_2,   false,   102,    50,        130, 30,     100,   50",
        "FIN_WAIT_2,   false,   102,    50,           ,   ,     100,   50",
        "CLOSE_WAIT,   true,    100,    51,        100,  0,     100,   50",
        "CLOSE_WAIT,   true,    100,    51,           ,   ,     100,   50",
        "LAST_ACK,     true,    100,    51,        100,  0,     100,   50",
        "CLOSING,      false,   101,    51,        100,  0,     100,   50",
        "TIME_WAIT,    false,   102,    51,        100,  0,     100,   50",
        "TIME_WAIT,    false,   102,    51,           ,   ,     100,   50",
        "CLOSED,       false,   102,    51,        100,  0,     100,   50",
        "CLOSED,       true,    101,    51,        100,  0,     100,   50",
        // By a reset.
        "CLOSED,       false,   101,    50,        100,  0,     100,   50",
        "CLOSED,       false,    31,    50,        100,  0,      30,   50",
    })
    void theSynAndTheFinAreTakenOff(
            TcpState state,
            boolean accepted,
            long acked,
            long received,
            @Nullable Long sent,
            @Nullable Long again,
            long a,
            long r) {
        Map<TcpInfoField, Long> fields = new EnumMap<>(TcpInfoField.class);
        fields.put(TcpInfoField.STATE, number(state));
        fields.put(TcpInfoField.BYTES_ACKED, acked);
        fields.put(TcpInfoField.BYTES_RECEIVED, received);
        if (sent != null && again != null) {
            fields.put(TcpInfoField.BYTES_SENT, sent);
            fields.put(TcpInfoField.BYTES_RETRANS, again);
        }

        assertEquals(new PayloadBytes(a, r), PayloadBytes.of(new TcpInfo(fields), accepted));
    }

    @Test
    void aKernelThatCountsNoBytesHasNone() {
        TcpInfo old = new TcpInfo(Map.of(TcpInfoField.STATE, number(TcpState.CLOSE_WAIT)));

        assertEquals(new PayloadBytes(0, 0), PayloadBytes.of(old, false));
    }

    private static long number(TcpState state) {
        return List.of(TcpState.values()).indexOf(state);
    }
}

package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tfo.api.Availability;

class FastOpenQueueTest {
    private static final FastOpenQueue WHOLE = new FastOpenQueue(128, 128, 128);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "   3, 1, 4096, true,  ''",
                "1027, 0, 4096, true,  ''",
                "   2, -, -,    true,  ''",
                "   1, 1, 4096, false, 'net.ipv4.tcp_fastopen lacks bit 0x2 (server): sysctl -w net.ipv4.tcp_fastopen=3'",
                "1025, 1, 4096, false, 'net.ipv4.tcp_fastopen lacks bit 0x2 (server): sysctl -w net.ipv4.tcp_fastopen=1027'",
                "   -, 1, 4096, false, 'net.ipv4.tcp_fastopen cannot be read'",
                "   3, 2, 4096, false, 'net.ipv4.tcp_syncookies=2 answers every SYN with a SYN cookie and drops its data: "
                        + "sysctl -w net.ipv4.tcp_syncookies=1'",
                "   3, 1, 16,   true,  ''",
            })
    void theSystemsSettingsDecideToo(
            @Nullable Long mask, @Nullable Long cookies, @Nullable Long most, boolean usable, String reason) {
        assertEquals(new Availability(usable, reason), here(WHOLE, mask, cookies, most));
    }

    @ParameterizedTest
    @CsvSource({
        "0,   0,  0,   4096, false, 'the Fast Open queue is 0: ListenRequest.fastOpenQueue, or TCP_FASTOPEN now, makes it longer'",
        "128, 128, 0,  4096, false, 'the Fast Open queue is 0: ListenRequest.fastOpenQueue, or TCP_FASTOPEN now, makes it longer'",
        "128, 0,  0,   0,    false, 'the Fast Open queue is 0 instead of 128, as net.core.somaxconn was: "
                + "sysctl -w net.core.somaxconn=128, then listen again'",
        "128, 16, 16,  16,   true,  'the Fast Open queue is 16 instead of 128, as net.core.somaxconn was: "
                + "sysctl -w net.core.somaxconn=128, then listen again'",
        "128, 16, 16,  4096, true,  'the Fast Open queue is 16 instead of 128, as net.core.somaxconn was: listen again'",
        "128, 16, 100, 4096, true,  ''",
        "0,   0,  5,   4096, true,  ''",
    })
    void soDoesItsLength(int asked, int granted, int length, long most, boolean usable, String reason) {
        FastOpenQueue queue = new FastOpenQueue(asked, granted, length);

        assertEquals(new Availability(usable, reason), here(queue, 3L, 1L, most));
    }

    @Test
    void allThatStandsInTheWayIsNamedAtOnce() {
        Availability here = here(new FastOpenQueue(128, 0, 0), 1L, 2L, 0L);

        assertEquals(3, here.reason().split("; ", -1).length, here::reason);
        assertEquals(3, here.reason().split("sysctl -w ", -1).length - 1, here::reason);
    }

    private static Availability here(
            FastOpenQueue queue, @Nullable Long mask, @Nullable Long cookies, @Nullable Long most) {
        Map<String, @Nullable Long> known = new HashMap<>();
        known.put("net.ipv4.tcp_fastopen", mask);
        known.put("net.ipv4.tcp_syncookies", cookies);
        known.put("net.core.somaxconn", most);
        return queue.availability(name -> {
            Long value = known.get(name);
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        });
    }
}

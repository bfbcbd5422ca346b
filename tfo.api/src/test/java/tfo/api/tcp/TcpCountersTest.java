package tfo.api.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TcpCountersTest {
    @Test
    void theDifferenceIsOfTotalsOnly() {
        TcpCounters before = new TcpCounters(Map.of("TcpInSegs", 10L, "TcpCurrEstab", 7L, "TcpExtTCPTimeouts", 4L));
        TcpCounters after = new TcpCounters(
                Map.of("TcpInSegs", 25L, "TcpCurrEstab", 3L, "TcpExtTCPTimeouts", 4L, "TcpExtTCPFastOpenActive", 2L));

        TcpCounters added = after.since(before);

        assertEquals(OptionalLong.of(15), added.get("TcpInSegs"));
        assertEquals(OptionalLong.of(3), added.get("TcpCurrEstab"));
        assertEquals(OptionalLong.empty(), added.get("TcpNoSuchRow"));
        assertEquals(new FastOpenCounters(2, 0, 0, 0, 0, 0, 0, 0), added.fastOpen());
        assertEquals(Map.of("TcpInSegs", 15L, "TcpExtTCPFastOpenActive", 2L), added.counted());
    }

    @Test
    void theRowsAreACopyInTheKernelsOrder() {
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put("TcpOutSegs", 1L);
        rows.put("TcpInSegs", 2L);
        TcpCounters counters = new TcpCounters(rows);

        rows.clear();

        assertEquals(
                List.of("TcpOutSegs", "TcpInSegs"), List.copyOf(counters.rows().keySet()));
    }
}

package tfo.cli.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tfo.api.socket.TcpHistory.Reading;
import tfo.api.socket.TcpHistory.Stretch;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfoField;
import tfo.cli.core.JsonReader;

class TcpReportTest {
    private final List<Reading> readings = new ArrayList<>();

    @Test
    void whatHappenedIsATableAndTheLastLineIsTheWhole() {
        read(0, 0, 0, 0);
        read(41, 94, 0, 1);
        read(45, 94, 0, 1);
        read(50, 94, 0, 1);
        read(61, 94, 3_000_000, 1);

        String words = new TcpReport(readings).words().replace(System.lineSeparator(), "\n");

        assertEquals("""
                TCP_INFO: established rtt:40/0 retrans:0/1
                           ms  acked  per second  received  per second  rtt ms  sent again
                   0.0 - 41.0   94 B    2293 B/s       0 B       0 B/s  40.000           1
                  41.0 - 50.0    0 B       0 B/s       0 B       0 B/s  40.000           0
                  50.0 - 61.0    0 B       0 B/s    3.0 MB  272.7 MB/s  40.000           0
                        whole   94 B    1541 B/s    3.0 MB   49.2 MB/s  40.000           1""", words);
    }

    @Test
    void ofALongLifeThereAreAFewLinesThatAddUp() {
        for (int i = 0; i < 200; i++) {
            read(i, i, 10L * i, i / 50);
        }

        List<Stretch> lines = new TcpReport(readings).condensed();

        assertEquals(16, lines.size());
        assertEquals(199, lines.stream().mapToLong(line -> line.bytesAcked()).sum());
        assertEquals(
                1990, lines.stream().mapToLong(line -> line.bytesReceived()).sum());
        assertEquals(3, lines.stream().mapToLong(line -> line.retransmits()).sum());
        for (int i = 1; i < lines.size(); i++) {
            assertEquals(lines.get(i - 1).to(), lines.get(i).from());
        }
    }

    @Test
    void allThatStandsStillIsOneLine() {
        for (int i = 0; i < 100; i++) {
            read(i, 0, 0, 0);
        }

        assertEquals(1, new TcpReport(readings).condensed().size());
    }

    @Test
    void theJsonHasEveryStepAndTheWholeAndNothingForWhatIsUnknown() throws Exception {
        read(0, 0, 0, 0);
        read(10, 100, 0, 0);
        readings.add(
                new Reading(Duration.ofMillis(20), new TcpInfo(Map.of(TcpInfoField.MAX_PACING_RATE, -1L)), 100, 5000));

        Map<?, ?> json = JsonReader.object(new TcpReport(readings).json().toString());

        List<?> history = (List<?>) json.get("history");
        Map<?, ?> step = (Map<?, ?>) history.get(1);
        Map<?, ?> whole = (Map<?, ?>) json.get("whole");
        assertEquals(2, history.size());
        assertEquals(5000, ((Number) step.get("bytesReceived")).longValue());
        assertEquals(500_000.0, ((Number) step.get("receivedPerSecond")).doubleValue());
        assertNull(step.get("rttMs"));
        assertEquals(100, ((Number) whole.get("bytesAcked")).longValue());
        assertEquals(
                "{\"tcpi_max_pacing_rate\":18446744073709551615}",
                new TcpReport(readings.subList(2, 3)).json().toString().replaceAll(".*\"last\":([^}]*}).*", "$1"));
    }

    private void read(int millis, long acked, long received, int retransmits) {
        Map<TcpInfoField, Long> fields = Map.of(
                TcpInfoField.STATE, 1L,
                TcpInfoField.RTT, 40_000L,
                TcpInfoField.TOTAL_RETRANS, (long) retransmits);
        readings.add(new Reading(Duration.ofMillis(millis), new TcpInfo(fields), acked, received));
    }
}

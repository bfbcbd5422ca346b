package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import tfo.cli.core.JsonReader;

/**
 * The rows that {@code demo --json} printed.
 *
 * @param all each an object
 */
record DemoRows(List<Map<String, Object>> all) {
    /** The round trip of the line in every race, in milliseconds; longer than a busy machine takes for a step of a handshake. */
    static final int LINE_MILLIS = 200;

    static final String ONE_SYN = "TFO + early data, one SYN";

    @SuppressWarnings("unchecked")
    static DemoRows of(Program program) {
        assertEquals(0, program.status(), program.err());
        return new DemoRows(((List<?>) JsonReader.parse(program.out()))
                .stream().map(row -> (Map<String, Object>) row).toList());
    }

    Map<String, Object> row(String name, String stack) {
        return all.stream()
                .filter(row -> row.get("name").equals(name) && row.get("stack").equals(stack))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + ", " + stack + " in " + all));
    }

    /**
     * Judges by the packets. Of the rounds the best one counts where a step of either end that comes later than the line is long
     * changes them; never may one take fewer round trips than the way needs.
     */
    void assertPackets(int rounds) {
        assertEquals(14, all.size());
        assertRow("TLS full", "jdk", 3, false, false);
        assertRow("TLS resumed", "jdk", 3, false, true);
        assertRow("TFO + TLS full", "jdk-over-tfo", 2, true, false);
        assertRow("TFO + TLS resumed", "jdk-over-tfo", 2, true, true);
        assertRow("TLS full", "gnutls", 3, false, false);
        assertRow("TLS resumed", "gnutls", 3, false, true);
        assertRow("TLS resumed + early data", "gnutls", 2, false, true);
        assertRow("TFO + TLS full", "gnutls", 2, true, false);
        assertRow("TFO + TLS resumed", "gnutls", 2, true, true);
        assertRow(ONE_SYN, "gnutls", 1, true, true);
        for (Map<String, Object> row : all) {
            boolean early = ((String) row.get("name")).contains("early data");
            boolean inSyn = row.get("name").equals(ONE_SYN) || row.get("name").equals("TFO with cookie");
            assertEquals(early, row.get("earlyData"), row::toString);
            assertEquals(early ? rounds : 0.0, row.get("accepted"), row::toString);
            assertAnsweredUponSyn(inSyn, early, row);
            assertEquals((double) rounds, row.get("rounds"));
            assertEquals((double) row.get("ms") / (double) row.get("rtt"), (double) row.get("rtts"), 0.01);
            // Against what the line was asked for: what was measured of it may be more than its rows met.
            assertTrue((double) row.get("ms") > ((double) row.get("roundTrips") - 0.05) * LINE_MILLIS, row::toString);
        }
    }

    // What the server sends upon a request without TLS it sends at once; early data is read when its own flight is out.
    private static void assertAnsweredUponSyn(boolean inSyn, boolean early, Map<String, Object> row) {
        double count = (double) row.get("answeredUponSyn");
        if (inSyn && early) {
            assertTrue(count >= 1, row::toString);
        } else {
            assertEquals(inSyn ? row.get("rounds") : 0.0, count, row::toString);
        }
    }

    private void assertRow(String name, String stack, int roundTrips, boolean fastOpen, boolean resumed) {
        Map<String, Object> row = row(name, stack);
        assertEquals((double) roundTrips, row.get("fewestRoundTrips"), row::toString);
        assertEquals(true, row.get("tls"));
        assertEquals(resumed, row.get("resumed"), row::toString);
        assertEquals(fastOpen, row.get("fastOpen"), row::toString);
        assertEquals(fastOpen ? "ACKNOWLEDGED" : "NOT_TRIED", row.get("outcome"));
        assertEquals(fastOpen, (double) row.get("synBytes") > 200, row::toString);
    }
}

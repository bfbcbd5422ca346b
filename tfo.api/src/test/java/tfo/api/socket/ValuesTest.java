package tfo.api.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpOptions;

class ValuesTest {
    @Test
    void aReportCannotSayMoreThanWasOffered() {
        assertThrows(IllegalArgumentException.class, () -> new FastOpenReport(Outcome.ACKNOWLEDGED, "", 5, 6));
        assertThrows(IllegalArgumentException.class, () -> new FastOpenReport(Outcome.ACKNOWLEDGED, "", 5, -1));
    }

    @Test
    void onlyOneOutcomeSavedARoundTrip() {
        for (Outcome outcome : Outcome.values()) {
            assertEquals(outcome == Outcome.ACKNOWLEDGED, new FastOpenReport(outcome, "", 1, 1).acknowledged());
        }
    }

    @Test
    void theMaskIsDecodedBitByBit() {
        FastOpenSettings settings = FastOpenSettings.of(0x402, Duration.ofHours(1));

        assertFalse(settings.client());
        assertTrue(settings.server());
        assertFalse(settings.clientWithoutCookie());
        assertFalse(settings.serverWithoutCookie());
        assertTrue(settings.everyListener());
        assertEquals(0x402, settings.rawMask());
        assertTrue(FastOpenSettings.of(0x205, Duration.ZERO).serverWithoutCookie());
    }

    @Test
    void countersAreComparedRowByRow() {
        FastOpenCounters earlier = new FastOpenCounters(1, 2, 3, 4, 5, 6, 7, 8);
        FastOpenCounters later = new FastOpenCounters(2, 4, 6, 8, 10, 12, 14, 16);

        assertEquals(earlier, later.since(earlier));
        assertEquals(FastOpenCounters.NONE, earlier.since(earlier));
    }

    @Test
    void aRefusalSaysWhy() {
        FastOpenReport report = FastOpenReport.notTried("the policy is OFF", 3);

        FastOpenRequiredException refusal = new FastOpenRequiredException("192.0.2.1:80", report);

        assertEquals("connect 192.0.2.1:80: Fast Open is required but the policy is OFF", refusal.getMessage());
        assertEquals(report, refusal.report());
    }

    @Test
    void anOptionShowsItsNameInTcp7() {
        assertEquals("TCP_USER_TIMEOUT", TcpOptions.TCP_USER_TIMEOUT.toString());
        assertEquals("TCP_USER_TIMEOUT", TcpOptions.TCP_USER_TIMEOUT.name());
        assertEquals(Duration.class, TcpOptions.TCP_USER_TIMEOUT.type());
    }
}

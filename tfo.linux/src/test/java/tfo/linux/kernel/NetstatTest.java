package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.FastOpenCounters;
import tfo.api.socket.TcpCounters;

class NetstatTest {
    @Test
    void rowsAreFoundByName() {
        String text = """
                TcpExt: SyncookiesSent TCPFastOpenActive TCPFastOpenActiveFail TCPFastOpenPassive TCPFastOpenPassiveFail \
                TCPFastOpenListenOverflow TCPFastOpenCookieReqd TCPFastOpenBlackhole TCPFastOpenPassiveAltKey
                TcpExt: 9 1 2 3 4 5 6 7 8
                IpExt: InNoRoutes TCPFastOpenActive
                IpExt: 0 99
                """;

        assertEquals(
                new FastOpenCounters(1, 2, 3, 4, 5, 6, 7, 8),
                Netstat.tcp("", text).fastOpen());
    }

    // The literal files count up from 1000, so that a value tells which column it stood in.
    @ParameterizedTest
    @CsvSource({
        "3.10, 14,  93, 1088, 0,    0,    1027",
        "4.19, 15, 118, 1084, 1085, 0,    1022",
        "5.10, 15, 123, 1084, 1085, 1119, 1022",
        "6.18, 15, 135, 1087, 1088, 1122, 1025"
    })
    void theFilesOfEachKernelAreUnderstood(
            String kernel, int tcp, int tcpExt, long active, long activeFail, long altKey, long pureAcks)
            throws IOException {
        TcpCounters counters = Netstat.tcp(file("snmp", kernel), file("netstat", kernel));

        assertEquals(tcp + tcpExt, counters.rows().size());
        assertEquals(OptionalLong.of(18), counters.get("TcpRetransSegs"));
        assertEquals(OptionalLong.of(-1), counters.get("TcpMaxConn"));
        assertEquals(tcp == 15, counters.get("TcpInCsumErrors").isPresent());
        assertEquals(active, counters.fastOpen().active());
        assertEquals(activeFail, counters.fastOpen().activeFail());
        assertEquals(altKey, counters.fastOpen().passiveAltKey());
        assertEquals(OptionalLong.of(pureAcks), counters.get("TcpExtTCPPureAcks"));
        assertFalse(counters.rows().keySet().stream().anyMatch(name -> name.contains("Datagrams")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "TcpExt:",
                "TcpExt: TCPFastOpenActive",
                "TcpExt: TCPFastOpenActive\nTcpExt:",
                "TcpExt: TCPFastOpenActive\nIpExt: 4\n",
                "TcpExt: TCPFastOpenActive\nTcpExt: many\n",
                "\0\0\0\n\0"
            })
    void whatIsNotATableCountsNothing(String text) {
        assertEquals(FastOpenCounters.NONE, Netstat.tcp(text, text).fastOpen());
    }

    @Test
    void moreValuesThanNamesAreNoHarm() {
        assertEquals(Map.of("TcpA", 1L), Netstat.tcp("Tcp: A\nTcp: 1 2 3\n", "").rows());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.10", "4.19", "5.10", "6.18"})
    void aFileCutAnywhereGivesItsBeginning(String kernel) throws IOException {
        String netstat = file("netstat", kernel);
        TcpCounters whole = Netstat.tcp("", netstat);
        for (int length = 0; length < netstat.length(); length += 5) {
            TcpCounters cut = Netstat.tcp("", netstat.substring(0, length));

            assertTrue(whole.rows().keySet().containsAll(cut.rows().keySet()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.10", "4.19", "5.10", "6.18"})
    void noChangeToAFileIsTooStrange(String kernel) throws IOException {
        SplittableRandom random = new SplittableRandom(kernel.hashCode());
        String netstat = file("netstat", kernel);
        String snmp = file("snmp", kernel);
        for (int round = 0; round < 300; round++) {
            TcpCounters counters = Netstat.tcp(changed(snmp, random), changed(netstat, random));

            assertEquals(counters, counters.since(TcpCounters.NONE));
        }
    }

    /** The text with a piece of it removed, doubled or overwritten. */
    private static String changed(String text, SplittableRandom random) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(200));
        String piece = text.substring(from, to);
        String instead = switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> piece + piece;
            case 2 -> piece.replace(' ', '\n');
            default -> "\0:\uffff -99999999999999999999 ".repeat(random.nextInt(4));
        };
        return text.substring(0, from) + instead + text.substring(to);
    }

    private static String file(String name, String kernel) throws IOException {
        String resource = name + "-" + kernel + ".txt";
        try (InputStream in = Objects.requireNonNull(NetstatTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}

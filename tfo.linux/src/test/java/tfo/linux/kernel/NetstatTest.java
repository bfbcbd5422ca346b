package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.FastOpenCounters;

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

        assertEquals(new FastOpenCounters(1, 2, 3, 4, 5, 6, 7, 8), Netstat.fastOpen(text));
    }

    @Test
    void rowsOfAnOlderKernelThatAreMissingAreZero() {
        String text = "TcpExt: TCPFastOpenActive TCPFastOpenPassive\nTcpExt: 11 12\n";

        assertEquals(new FastOpenCounters(11, 0, 12, 0, 0, 0, 0, 0), Netstat.fastOpen(text));
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
        assertEquals(FastOpenCounters.NONE, Netstat.fastOpen(text));
    }

    @Test
    void moreValuesThanNamesAreNoHarm() {
        assertEquals(Map.of("A", 1L), Netstat.parse("X: A\nX: 1 2 3\n", "X"));
    }
}

package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.TcpCounters;

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

    /**
     * The captured files are those of a private namespace after four Fast Opens on loopback. The reconstructed ones have the rows
     * of that release's net/ipv4/proc.c in its order, and count up from 1000, so that a value tells which column it stood in.
     */
    @ParameterizedTest
    @CsvSource({
        "2.6.29-reconstructed, 14,  74, 1027, 0,    0,    0,    18",
        "3.10-reconstructed,   15,  93, 1027, 1088, 0,    0,    18",
        "4.19-reconstructed,   15, 117, 1021, 1082, 1083, 0,    18",
        "5.10-reconstructed,   15, 123, 1021, 1083, 1084, 1118, 18",
        "6.18-captured,        15, 135, 7,    3,    0,    0,    0"
    })
    void theFilesOfEachKernelAreUnderstood(
            String kernel,
            int tcp,
            int tcpExt,
            long pureAcks,
            long active,
            long activeFail,
            long altKey,
            long retransmitted)
            throws IOException {
        TcpCounters counters = Netstat.tcp(file("snmp", kernel), file("netstat", kernel));

        assertEquals(tcp + tcpExt, counters.rows().size());
        assertEquals(OptionalLong.of(retransmitted), counters.get("TcpRetransSegs"));
        assertEquals(OptionalLong.of(-1), counters.get("TcpMaxConn"));
        assertEquals(tcp == 15, counters.get("TcpInCsumErrors").isPresent());
        assertEquals(OptionalLong.of(pureAcks), counters.get("TcpExtTCPPureAcks"));
        assertEquals(active, counters.fastOpen().active());
        assertEquals(activeFail, counters.fastOpen().activeFail());
        assertEquals(altKey, counters.fastOpen().passiveAltKey());
        assertFalse(counters.rows().keySet().stream().anyMatch(name -> name.contains("Datagrams")));
    }

    /** A kernel of the same line has the same rows; one of another line some more, or fewer. */
    @Test
    void theCapturedRowsAreThoseOfTheRunningKernel() throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("os.version").startsWith("6.18."), "the rows were captured from Linux 6.18");
        TcpCounters captured = Netstat.tcp(file("snmp", "6.18-captured"), file("netstat", "6.18-captured"));

        assertEquals(
                List.copyOf(captured.rows().keySet()),
                List.copyOf(Netstat.tcp().rows().keySet()));
    }

    /** In a namespace of its own a thread has sent nothing yet, whatever the others did in theirs. */
    @Test
    void theCountersAreThoseOfTheCallingThreadsNamespace() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            new Socket(listener.getInetAddress(), listener.getLocalPort()).close();
        }
        assertTrue(Netstat.tcp().get("TcpActiveOpens").orElseThrow() > 0);
        int newNetwork = 0x40000000;

        FutureTask<TcpCounters> elsewhere = new FutureTask<>(() -> {
            assertEquals(0, NativeLibrary.getProcess().getFunction("unshare").invokeInt(new Object[] {newNetwork}));
            return Netstat.tcp();
        });
        // The thread ends in there and takes the namespace with it.
        new Thread(elsewhere, "elsewhere").start();

        assertEquals(OptionalLong.of(0), elsewhere.get(30, TimeUnit.SECONDS).get("TcpActiveOpens"));
    }

    @Test
    void beforeLinux317ThereIsTheFirstThreadsNamespaceOnly(@TempDir Path proc) throws IOException {
        assertEquals(proc.resolve("self/net").toString(), Netstat.folder(proc));

        Files.createDirectory(proc.resolve("thread-self"));
        assertEquals(proc.resolve("thread-self/net").toString(), Netstat.folder(proc));
    }

    @ParameterizedTest
    @MethodSource("strangeTables")
    void aStrangeTableGivesWhatIsARowInIt(String text, Map<String, Long> rows) {
        assertEquals(rows, Netstat.tcp(text, "").rows());
        assertEquals(rows, Netstat.tcp(text.replace("\n", "\r\n"), "").rows(), "CRLF");
    }

    static Stream<Arguments> strangeTables() {
        return Stream.of(
                Arguments.of("Tcp: A B\nTcp: 1 2\nTcp: A B\nTcp: 3 4\n", Map.of("TcpA", 3L, "TcpB", 4L)),
                Arguments.of("Tcp: A B\nTcp: A B\nTcp: 1 2\n", Map.of("TcpA", 1L, "TcpB", 2L)),
                Arguments.of("Tcp: A B\nTcp: 1 2\nTcp: 3 4\n", Map.of("TcpA", 1L, "TcpB", 2L)),
                Arguments.of("Tcp: 1 2\nTcp: A B\n", Map.of()),
                Arguments.of("Tcp: A B\nUdp: C\nTcp: 1 2", Map.of("TcpA", 1L, "TcpB", 2L)),
                Arguments.of("TcpX: A\nTcpX: 1\n Tcp: A\n Tcp: 1\n", Map.of()),
                Arguments.of("Tcp: A B C\nTcp: 1 x 3\n", Map.of("TcpA", 1L, "TcpC", 3L)),
                Arguments.of("Tcp:\tA  B\nTcp:  1\t2 \n", Map.of("TcpA", 1L, "TcpB", 2L)),
                Arguments.of(
                        "Tcp: A B C\nTcp: -1 9223372036854775807 9223372036854775808\n",
                        Map.of("TcpA", -1L, "TcpB", Long.MAX_VALUE)),
                Arguments.of("Tcp: A B\nTcp: 18446744073709551615 2\n", Map.of("TcpB", 2L)),
                Arguments.of("Tcp: A\0B C\nTcp: 1\0 2\n", Map.of()));
    }

    @Test
    void aLineOfAMebibyteIsReadToItsEnd() {
        int columns = 1 << 18;
        StringBuilder names = new StringBuilder("Tcp:");
        StringBuilder values = new StringBuilder("Tcp:");
        for (int i = 0; i < columns; i++) {
            names.append(" N").append(i);
            values.append(" ").append(i);
        }
        Map<String, Long> rows = Netstat.tcp(names + "\n" + values + "\n", "").rows();

        assertEquals(columns, rows.size());
        assertEquals(columns - 1L, rows.get("TcpN" + (columns - 1)));
        assertEquals(
                Map.of(),
                Netstat.tcp("Tcp:" + "x".repeat(1 << 20), "\0".repeat(1 << 20)).rows());
    }

    /** No file, a folder in its place, one that is there and cannot be read, one of a process that has ended. */
    @Test
    void aFileThatCannotBeReadHasNoRows(@TempDir Path folder) throws IOException, InterruptedException {
        assertEquals(TcpCounters.NONE, Netstat.in(folder.toString()));

        Files.createDirectory(folder.resolve("snmp"));
        // A file that everybody may open and whose first byte nobody can read: EIO.
        Path link = Files.createSymbolicLink(folder.resolve("netstat"), Path.of("/proc/self/mem"));
        assertEquals(TcpCounters.NONE, Netstat.in(folder.toString()));
        Files.delete(link);

        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        assertEquals(TcpCounters.NONE, Netstat.in("/proc/" + gone.pid() + "/net"));
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
    @ValueSource(
            strings = {
                "2.6.29-reconstructed",
                "3.10-reconstructed",
                "4.19-reconstructed",
                "5.10-reconstructed",
                "6.18-captured"
            })
    void aFileCutAtAnyByteGivesItsBeginning(String kernel) throws IOException {
        String snmp = file("snmp", kernel);
        String netstat = file("netstat", kernel);
        Map<String, Long> whole = Netstat.tcp(snmp, netstat).rows();
        for (int length = 0; length < snmp.length(); length++) {
            assertBeginning(whole, Netstat.tcp(snmp.substring(0, length), ""));
        }
        for (int length = 0; length < netstat.length(); length++) {
            assertBeginning(whole, Netstat.tcp("", netstat.substring(0, length)));
        }
    }

    private static void assertBeginning(Map<String, Long> whole, TcpCounters cut) {
        assertTrue(whole.keySet().containsAll(cut.rows().keySet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.6.29-reconstructed",
                "3.10-reconstructed",
                "4.19-reconstructed",
                "5.10-reconstructed",
                "6.18-captured"
            })
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

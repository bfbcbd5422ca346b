package tfo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws Exception {
        return Main.run(List.of(arguments), stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutANameItListsTheNames() throws Exception {
        assertEquals(0, run());

        for (String name : List.of("connect", "descriptors", "cycles", "requests", "paths", "firstbyte")) {
            assertTrue(text(out).contains("\n" + name + " ") || text(out).startsWith(name + " "), text(out));
        }
    }

    @Test
    void anUnknownNameIsWrongUsage() throws Exception {
        assertEquals(2, run("speed"));

        assertTrue(text(err).contains("speed"), text(err));
        assertEquals("", text(out));
    }

    @ParameterizedTest
    @CsvSource({"connect, tfo.fallback connect", "descriptors, tfo.linux connect", "cycles, after 2000"})
    void aMeasurementPrintsItsRows(String name, String row) throws Exception {
        assertEquals(0, run(name, "--quick"));

        assertTrue(text(out).contains("\n" + row), text(out));
        assertTrue(text(out).contains("\nmet ") || text(out).contains("\nmissed "), text(out));
    }

    // What is added from half to the end means something over many more requests only.
    @Test
    void requestsTravelInTheirSynsAndLeaveNothingBehind() throws Exception {
        assertEquals(0, run("requests", "--quick"));

        List<String> missed = text(out)
                .lines()
                .filter(line -> line.startsWith("missed") && !line.contains("more than at 50 %"))
                .toList();
        assertEquals(List.of(), missed, text(out));
        assertTrue(text(out).contains("\nafter 1000 "), text(out));
    }

    // Whether a session is resumed and early data taken does not depend on how fast the machine is either.
    @Test
    void firstByteResumesAndTakesEarlyDataWhereItSaysSo() throws Exception {
        assertEquals(0, run("firstbyte", "--quick", "--json"));

        assertTrue(
                text(out)
                        .contains("{\"goal\":\"early data of gnutls early data, one SYN accepted, times of 2\","
                                + "\"measured\":2.0,\"met\":true}"),
                text(out));
        assertSessions("jsse full, Socket", 0, 0);
        assertSessions("jsse resumed, tfo.linux Socket", 2, 0);
        assertSessions("gnutls full, TFO", 0, 0);
        assertSessions("gnutls resumed, plain", 2, 0);
        assertSessions("gnutls early data, plain", 2, 2);
    }

    private void assertSessions(String row, int resumed, int early) {
        Pattern counts =
                Pattern.compile("\"name\":\"" + row + "\"[^}]*\"resumed\":" + resumed + ",\"early\":" + early + "}");

        assertTrue(counts.matcher(text(out)).find(), text(out));
    }

    @Test
    void withJsonItPrintsNothingElse() throws Exception {
        assertEquals(0, run("paths", "--quick", "--json"));

        assertTrue(text(out).startsWith("{\"measurement\":\"paths\",\"machine\":{"), text(out));
        assertTrue(text(out).endsWith("]}\n"), text(out));
        // What packets show does not depend on how fast the machine is.
        assertTrue(
                text(out).contains("{\"goal\":\"first SYN with data lost, times of 1\",\"measured\":1.0,\"met\":true}"),
                text(out));
    }
}

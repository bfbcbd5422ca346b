package tfo.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.tls.TlsService;
import tfo.cli.core.Catalogue;
import tfo.cli.core.Failure;
import tfo.lab.foreign.Nginx;

@Timeout(900)
class DemoTest {
    private static final List<String> WITHOUT_GNUTLS = List.of(
            "plain TCP, jdk",
            "TFO, first contact, sdk",
            "TFO with cookie, sdk",
            "fallback, sdk",
            "TLS full, jdk",
            "TLS resumed, jdk",
            "TFO + TLS full, jdk-over-tfo",
            "TFO + TLS resumed, jdk-over-tfo");

    private final List<String> shown = new ArrayList<>();

    @Test
    void withoutGnuTlsTheJdkIsRacedAlone() throws Exception {
        TlsService jsse = Catalogue.loadTls().service(Optional.of("jsse"));
        Stacks stacks = Stacks.of(Catalogue.loadSockets(), Catalogue.ofTls(List.of(jsse)));

        DemoResult result = new Demo(stacks, shown::add).run(new DemoPlan(Duration.ofMillis(200), 3, DemoServer.OWN));

        assertEquals(
                WITHOUT_GNUTLS,
                result.rows().stream()
                        .map(row -> row.name() + ", " + row.stack())
                        .toList());
        assertEquals(
                List.of(2, 2, 1, 2, 3, 3, 2, 2),
                result.rows().stream().map(Row::fewestRoundTrips).toList());
        assertEquals(WITHOUT_GNUTLS, inTurn("round 1 of 3: "));
        assertEquals(Optional.empty(), result.shortcoming());
        assertMissingIsNamed(result);
        assertBarsAreToScale(result);
    }

    private List<String> inTurn(String round) {
        return shown.stream()
                .filter(line -> line.startsWith(round))
                .map(line -> line.substring(round.length()))
                .toList();
    }

    private static void assertMissingIsNamed(DemoResult result) {
        assertTrue(result.notes().get(0).startsWith("without TLS by GnuTLS"), result.notes()::toString);
        assertTrue(DemoPage.html(result).contains("Not raced here: without TLS by GnuTLS"));
    }

    private static void assertBarsAreToScale(DemoResult result) {
        String bars = TerminalBars.of(result, true);
        double columnsPerRtt = 11;
        for (Row row : result.rows()) {
            // A last column that is not full is there or not.
            assertEquals(columnsPerRtt * row.roundTrips(), (double) bar(bars, row.name()), 1, bars);
        }
    }

    private static long bar(String bars, String name) {
        Stream<String> lines = bars.lines().filter(line -> line.startsWith(name + " "));
        return lines.findFirst().orElseThrow().chars().filter(c -> c == '█').count();
    }

    @Test
    void whereNginxIsNotInstalledItSaysSo() {
        Failure failure =
                assertThrows(Failure.class, () -> NginxSite.installed(Nginx.in(List.of(Path.of("/proc/self/fdinfo")))));

        assertEquals("nginx is not installed: apt-get install nginx", failure.getMessage());
    }
}

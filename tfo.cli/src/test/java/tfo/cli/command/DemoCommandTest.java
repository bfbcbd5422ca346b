package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.cli.core.JsonReader;

/** The race on a short line; how exact it is at 50 ms is for the acceptance test. */
@Timeout(120)
class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void onlyTheCookieSavesTheRoundTrip() throws Exception {
        Path page = folder.resolve("demo.html");

        Program program = Program.run("demo", "--rtt", "50ms", "--rounds", "5", "--json", "--html", page.toString());

        assertEquals(0, program.status(), program.err());
        assertEquals("", program.err());
        Map<Object, Map<?, ?>> rows = ((List<?>) JsonReader.parse(program.out()))
                .stream()
                        .map(row -> (Map<?, ?>) row)
                        .collect(Collectors.toMap(row -> row.get("name"), Function.identity()));
        assertEquals(4, rows.size());
        Map<?, ?> fast = rows.get("TFO with cookie");
        assertEquals("ACKNOWLEDGED", fast.get("outcome"));
        assertEquals(true, fast.get("fastOpen"));
        assertTrue((double) fast.get("synBytes") > 50);
        assertEquals(1.0, fast.get("roundTrips"));
        assertTrue((double) fast.get("rtts") < 1.5, fast.toString());
        for (String slow : List.of("plain TCP", "TFO, first contact", "fallback")) {
            assertEquals(0.0, rows.get(slow).get("synBytes"));
            assertEquals(2.0, rows.get(slow).get("roundTrips"));
            assertTrue((double) rows.get(slow).get("rtts") > 1.9, rows.get(slow).toString());
        }
        assertEquals("COOKIE_REQUESTED", rows.get("TFO, first contact").get("outcome"));
        pageDrawsThePackets(Files.readString(page));
    }

    private static void pageDrawsThePackets(String page) {
        assertFalse(page.contains("{{"), "a placeholder was left");
        assertTrue(page.contains("SYN + cookie + request, "), page);
        assertTrue(page.contains("SYN-ACK + cookie"), page);
        assertEquals(1, page.split("class=\"packet early\"", -1).length - 1, "one SYN carried the request");
        assertEquals(3, page.split("class=\"packet request\"", -1).length - 1, "three requests waited");
        assertEquals(4, page.split("class=\"packet answer\"", -1).length - 1);
        assertTrue(page.contains("SYN, cookie wanted"), page);
        assertEquals(4, page.split("<figure>", -1).length - 1);
        assertFalse(page.contains("src=") || page.contains("http:") || page.contains("https:"), "needs the network");
    }

    @Test
    void theBarsAreToScale() {
        Program program = Program.run("demo", "--rtt", "50ms", "--rounds", "3");

        assertEquals(0, program.status(), program.err());
        assertTrue(bar(program, "plain TCP") > 1.3 * bar(program, "TFO with cookie"), program.out());
    }

    private static long bar(Program program, String name) {
        String line = program.out()
                .lines()
                .filter(each -> each.startsWith(name))
                .findFirst()
                .orElseThrow();
        return line.chars().filter(c -> c == '█' || c == '#').count();
    }
}

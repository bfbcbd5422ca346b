package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The race on a short line; how exact it is at 50 ms is for the acceptance test. */
@Timeout(120)
class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void onlyTheCookieAndEarlyDataSaveTheRoundTrips() throws Exception {
        Path page = folder.resolve("demo.html");

        Program program = Program.run("demo", "--rtt", "50ms", "--rounds", "2", "--json", "--html", page.toString());

        assertEquals("", program.err());
        DemoRows rows = DemoRows.of(program);
        rows.assertPackets(2);
        assertWithoutTls(rows);
        assertFaster(rows.row(DemoRows.ONE_SYN, "gnutls"), rows.row("TLS resumed", "jdk"));
        assertFaster(rows.row("TFO with cookie", "sdk"), rows.row("plain TCP", "jdk"));
        pageDrawsThePackets(Files.readString(page));
    }

    private static void assertFaster(Map<String, Object> one, Map<String, Object> other) {
        assertTrue((double) one.get("ms") < (double) other.get("ms"), () -> one + " against " + other);
    }

    private static void assertWithoutTls(DemoRows rows) {
        Map<String, Object> fast = rows.row("TFO with cookie", "sdk");
        assertEquals("ACKNOWLEDGED", fast.get("outcome"));
        assertEquals(true, fast.get("fastOpen"));
        assertTrue((double) fast.get("synBytes") > 50);
        assertEquals(1.0, fast.get("roundTrips"));
        for (Map<String, Object> slow : List.of(
                rows.row("plain TCP", "jdk"), rows.row("TFO, first contact", "sdk"), rows.row("fallback", "sdk"))) {
            assertEquals(0.0, slow.get("synBytes"));
            assertEquals(2.0, slow.get("roundTrips"));
            assertEquals(false, slow.get("tls"));
        }
        assertEquals("COOKIE_REQUESTED", rows.row("TFO, first contact", "sdk").get("outcome"));
    }

    private static void pageDrawsThePackets(String page) {
        assertFalse(page.contains("{{"), "a placeholder was left");
        assertTrue(page.contains("The encrypted answer after <em>"), page);
        assertTrue(page.contains("SYN + cookie + request, "), page);
        assertTrue(page.contains("SYN + cookie + ClientHello + early data, "), page);
        assertTrue(page.contains("ServerHello … Finished + answer, "), page);
        assertTrue(page.contains(">Finished + request, "), page);
        assertTrue(page.contains("SYN-ACK + cookie"), page);
        assertTrue(page.contains("SYN, cookie wanted"), page);
        assertEquals(6, count(page, "class=\"packet early\""), "the SYNs with data");
        // Where the JDK writes its last message and the request far enough apart they are two arrows.
        assertTrue(count(page, "class=\"packet request\"") >= 3 + 9, "the requests that waited");
        assertEquals(14, count(page, "class=\"packet answer\""));
        assertEquals(14, count(page, "<figure>"));
        assertFalse(page.contains("src=") || page.contains("http:") || page.contains("https:"), "needs the network");
    }

    private static int count(String page, String what) {
        return page.split(what, -1).length - 1;
    }

    @Test
    void anotherServerIsWrongUsage() {
        Program program = Program.run("demo", "--server", "apache");

        assertEquals(2, program.status());
        assertTrue(program.err().contains("'own' or 'nginx'"), program.err());
    }
}

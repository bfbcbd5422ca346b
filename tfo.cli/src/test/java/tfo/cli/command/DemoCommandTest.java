package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** The race on a short line; how exact its times are is for the acceptance test. */
@Timeout(900)
class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void onlyTheCookieAndEarlyDataSaveTheRoundTrips() throws Exception {
        Path page = folder.resolve("demo.html");
        Path svg = folder.resolve("demo.svg");

        Program program = Program.run(
                "demo",
                "--rtt",
                DemoRows.LINE_MILLIS + "ms",
                "--rounds",
                "3",
                "--json",
                "--html",
                page.toString(),
                "--svg",
                svg.toString());

        assertEquals("", program.err());
        DemoRows rows = DemoRows.of(program);
        rows.assertPackets(3);
        assertWithoutTls(rows);
        assertFaster(rows.row(DemoRows.ONE_SYN, "gnutls"), rows.row("TLS resumed", "jdk"));
        assertFaster(rows.row("TFO with cookie", "sdk"), rows.row("plain TCP", "jdk"));
        pageDrawsThePackets(Files.readString(page));
        pictureIsThatOfTheDocuments(Files.readString(svg));
    }

    private static void assertFaster(Map<String, Object> one, Map<String, Object> other) {
        assertTrue((double) one.get("ms") < (double) other.get("ms"), () -> one + " against " + other);
    }

    private static void assertWithoutTls(DemoRows rows) {
        Map<String, Object> fast = rows.row("TFO with cookie", "sdk");
        assertEquals("ACKNOWLEDGED", fast.get("outcome"));
        assertEquals(true, fast.get("fastOpen"));
        assertTrue((double) fast.get("synBytes") > 50);
        assertEquals(1.0, fast.get("fewestRoundTrips"));
        for (Map<String, Object> slow : List.of(
                rows.row("plain TCP", "jdk"), rows.row("TFO, first contact", "sdk"), rows.row("fallback", "sdk"))) {
            assertEquals(0.0, slow.get("synBytes"));
            assertEquals(2.0, slow.get("fewestRoundTrips"));
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

    // Made by the same command at another time; the figures, and how the JDK's packets fall, are those of that run.
    private static void pictureIsThatOfTheDocuments(String made) throws Exception {
        String tracked = Files.readString(Path.of("..", "docs", "demo.svg"));

        assertEquals(
                withoutFigures(beginning(made)), withoutFigures(beginning(tracked)), "./tfo demo --svg docs/demo.svg");
        for (String picture : List.of(made, tracked)) {
            assertFalse(picture.contains("{{"), "a placeholder was left");
            assertEquals(2, count(picture, "<g transform"), picture);
            assertEquals(1, count(picture, "class=\"packet early\""), picture);
            assertEquals(2, count(picture, "class=\"packet answer\""), picture);
            assertEquals(1, count(picture, "class=\"saved\" x1"), picture);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(picture)));
        }
    }

    /** What is the same in every picture: names of both ways, style, marks. */
    private static String beginning(String picture) {
        return picture.substring(0, picture.indexOf("<g transform"));
    }

    private static String withoutFigures(String text) {
        return text.replaceAll("[0-9]+", "#");
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

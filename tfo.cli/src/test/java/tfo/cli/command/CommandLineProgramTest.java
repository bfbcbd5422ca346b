package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.cli.core.JsonReader;
import tfo.cli.doctor.Sysctl;
import tfo.cli.serve.RunningServer;

@Timeout(300)
class CommandLineProgramTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "doctor extra",
                "doctor --nonsense",
                "get",
                "get ftp://127.0.0.1/",
                "get https://127.0.0.1/ --alpn h2,,x",
                "get http://127.0.0.1/ --repeat 0",
                "get http://127.0.0.1/ --repeat x",
                "get http://127.0.0.1/ --timeout 5",
                "get http://127.0.0.1/ --timeout 0s",
                "get http://127.0.0.1/ --connect-to h",
                "get http://127.0.0.1/ --header nonsense",
                "probe 127.0.0.1",
                "probe 127.0.0.1:0",
                "probe",
                "probe 127.0.0.1:1 --tls --data x",
                "sessions",
                "sessions nonsense",
                "sessions list",
                "sessions list folder extra",
                "sessions export folder file",
                "sessions export folder --secret-file secret",
                "sessions export folder file --secret-file secret --key host",
                "sessions import folder file",
                "serve --port 0 --echo --tls",
                "serve --port 0 --echo --tls --cert certificate.pem",
                "serve --port 0 --echo --tls --key key.pem",
                "serve --port 0 --echo --cert certificate.pem --key key.pem",
                "serve --port 0 --echo --ticket-key key",
                "serve --port 0 --echo --fast-open-key-period 1h",
                "serve --port 0 --echo --fast-open-key-ring ring --fast-open-key-period 10ms",
                "serve --echo",
                "serve --port 0",
                "serve --port 0 --echo --size 5",
                "serve --port 65536 --echo",
                "serve --port 0 --size -1",
                "demo --rtt 0ms",
                "demo --rtt 11s",
                "demo --rounds 0"
            })
    void wrongUsageIsTwo(String arguments) {
        Program program = Program.run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        assertEquals(2, program.status(), program.err());
        assertEquals("", program.out());
        assertTrue(program.err().startsWith("tfo: "), program.err());
        assertEquals(2, program.err().lines().count(), program.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get http://127.0.0.1:1/ --json",
                "get http://127.0.0.1:1/",
                "get http://name.invalid/ --timeout 5s",
                "get http://127.0.0.1/ --provider nonsense",
                "get https://127.0.0.1:1/",
                "get https://127.0.0.1:1/ --tls nonsense",
                "get https://127.0.0.1:1/ --trust /nonexistent",
                "get https://127.0.0.1:1/ --tls jsse --sessions /nonexistent",
                "probe 127.0.0.1:1 --tls",
                "sessions list /nonexistent",
                "sessions purge /nonexistent",
                "sessions export /nonexistent file --secret-file /nonexistent/secret",
                "serve --port 0 --echo --tls --cert /nonexistent --key /nonexistent",
                "probe 127.0.0.1:1 --json",
                "probe name.invalid:80",
                "serve --port 0 --bind 192.0.2.1 --echo",
                "serve --port 0 --dir /nonexistent"
            })
    void whatDoesNotWorkIsOneAndOneLine(String arguments) {
        Program program = Program.run(arguments.split(" ", -1));

        assertEquals(1, program.status(), program.err());
        assertEquals("", program.out());
        assertEquals(1, program.err().lines().count(), program.err());
        assertTrue(program.err().startsWith("tfo: "), program.err());
    }

    @Test
    void helpIsAskedFor() {
        Program program = Program.run("get", "--help");

        assertEquals(0, program.status());
        assertTrue(program.out().contains("--connect-to"), program.out());
    }

    @Test
    void getWritesTheBodyAndReportsBeside() throws Exception {
        try (RunningServer server = RunningServer.sized(70)) {
            Program program = Program.run("get", url(server));

            assertEquals(0, program.status(), program.err());
            assertEquals(70, program.out().length());
            assertTrue(program.err().startsWith("200 from 127.0.0.1:"), program.err());
        }
    }

    @Test
    void getWritesOneObjectPerRequestAndNothingElse() throws Exception {
        try (RunningServer server = RunningServer.sized(70)) {
            Program program = Program.run("get", url(server), "--repeat", "3", "--json");

            assertEquals(0, program.status(), program.err());
            assertEquals("", program.err());
            List<Map<String, Object>> objects =
                    program.out().lines().map(JsonReader::object).toList();
            assertEquals(3, objects.size());
            for (Map<String, Object> object : objects) {
                assertEquals(200.0, object.get("status"));
                assertTrue((double) object.get("ms") > 0);
            }
            Map<?, ?> last = (Map<?, ?>) objects.get(2).get("fastOpen");
            assertEquals("ACKNOWLEDGED", last.get("outcome"));
            assertEquals(last.get("offered"), last.get("inSyn"));
        }
    }

    @Test
    void getHeedsTheProvider() throws Exception {
        try (RunningServer server = RunningServer.sized(70)) {
            Program program = Program.run("get", url(server), "--json", "--provider", "fallback");

            Map<?, ?> fastOpen = (Map<?, ?>) JsonReader.object(program.out()).get("fastOpen");
            assertEquals("NOT_TRIED", fastOpen.get("outcome"));
        }
    }

    @Test
    void getWritesIntoAFile() throws Exception {
        Path file = folder.resolve("body");
        try (RunningServer server = RunningServer.sized(70)) {
            Program program = Program.run("get", url(server), "-o", file.toString());

            assertEquals("", program.out());
            assertEquals(70, Files.size(file));
        }
    }

    @Test
    void probeTellsInWordsAndAsJson() throws Exception {
        try (RunningServer server = RunningServer.sized(70)) {
            String peer = "127.0.0.1:" + server.address().getPort();

            Program words = Program.run("probe", peer, "--data", "HEAD / HTTP/1.0\\r\\n\\r\\n");
            assertEquals(0, words.status(), words.err());
            assertTrue(words.out().startsWith(peer + " takes data in the SYN"), words.out());

            Program json = Program.run("probe", peer, "--json");
            assertEquals(1.0, JsonReader.object(json.out()).get("savedRoundTrips"));
        }
    }

    @Test
    void doctorEndsWithItsVerdict() throws Throwable {
        assertEquals(0, Program.run("doctor").status());
        Sysctl.withFastOpen(1, () -> {
            Program program = Program.run("doctor", "--json");

            assertEquals(1, program.status());
            assertEquals(
                    "sysctl -w net.ipv4.tcp_fastopen=3",
                    JsonReader.object(program.out()).get("cure"));
            assertTrue(program.err().contains("servers (bit 0x2 is missing)"), program.err());
        });
    }

    @Test
    void escapesStandForBytes() {
        assertArrayEquals(
                "a\r\n\t\\\u0000\u00ff\u00c3\u00a4\\q$1".getBytes(StandardCharsets.ISO_8859_1),
                Escapes.bytes("a\\r\\n\\t\\\\\\x00\\xFFä\\q$1"));
    }

    @Test
    void theSelfTestIsNotAdvertised() {
        assertFalse(Program.run("--help").out().contains("self-test"));
        assertEquals(0, Program.run("self-test").status());
    }

    private static String url(RunningServer server) {
        return "http://127.0.0.1:" + server.address().getPort() + "/";
    }
}

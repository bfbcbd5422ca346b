package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tfo.cli.command.SecureCommandsTest.handshake;
import static tfo.cli.command.SecureCommandsTest.resumed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.cli.core.JsonReader;
import tfo.testkit.tls.PemFiles;

/** Our commands by TLS with programs that others wrote. */
@Timeout(300)
class ForeignTlsPeersTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path folder;

    private PemFiles pem = new PemFiles(Path.of(""), Path.of(""), Path.of(""));

    @BeforeEach
    void makeCertificates() throws Exception {
        pem = PemFiles.localhost(folder);
    }

    @ParameterizedTest
    @CsvSource({"nginx,1.3", "nginx,1.2", "openssl,1.3", "openssl,1.2", "gnutls,1.3", "gnutls,1.2"})
    void aLaterProcessResumesTheSession(String kind, String version) throws Exception {
        try (ForeignSite server = ForeignSite.start(folder, pem, kind, version)) {
            Map<String, Object> first = getAlone(server);
            Map<String, Object> second = getAlone(server);
            Map<String, Object> third = getAlone(server);

            assertEquals("TLSv" + version, handshake(first).get("version"));
            assertEquals(false, resumed(first), first.toString());
            assertEquals(true, resumed(second), second.toString());
            assertEquals(true, resumed(third), third.toString());
            assertEquals("", handshake(third).get("reason"));
        }
    }

    private Map<String, Object> getAlone(ForeignSite server) throws Exception {
        Program program = Program.runAlone(
                "get",
                server.url(),
                "--json",
                "--trust",
                pem.authority().toString(),
                "--sessions",
                folder.resolve("sessions").toString());
        assertEquals(0, program.status(), program.err());
        Map<String, Object> report = program.objects().get(0);
        assertEquals(200.0, report.get("status"));
        assertTrue((double) report.get("bytes") > 0, report.toString());
        return report;
    }

    @Test
    void theClientHelloRidesInTheSynToNginx() throws Exception {
        try (ForeignSite server = ForeignSite.start(folder, pem, "nginx", "1.3")) {
            Program program = Program.run(
                    "get",
                    server.url(),
                    "--json",
                    "--repeat",
                    "2",
                    "--trust",
                    pem.authority().toString());

            Map<String, Object> last = program.objects().get(1);
            Map<?, ?> fastOpen = (Map<?, ?>) last.get("fastOpen");
            assertEquals("ACKNOWLEDGED", fastOpen.get("outcome"), program.out());
            assertEquals(fastOpen.get("offered"), fastOpen.get("inSyn"));
            assertEquals(true, resumed(last));
        }
    }

    @Test
    void theRequestRidesInTheSynToo() throws Exception {
        try (ForeignSite server = ForeignSite.start(folder, pem, "nginx", "1.3")) {
            Program program = Program.run(
                    "get",
                    server.url(),
                    "--json",
                    "--early-data",
                    "--repeat",
                    "3",
                    "--trust",
                    pem.authority().toString());

            assertEquals(0, program.status(), program.err());
            Map<?, ?> first = handshake(program.objects().get(0));
            assertEquals("RESENT", first.get("earlyData"), program.out());
            assertTrue(((String) first.get("earlyDataReason")).contains("no session"), program.out());
            for (Map<String, Object> later : program.objects().subList(1, 3)) {
                Map<?, ?> handshake = handshake(later);
                Map<?, ?> flight = (Map<?, ?>) handshake.get("firstFlight");
                assertEquals("ACCEPTED", handshake.get("earlyData"), program.out());
                assertEquals("FIT", flight.get("fit"), program.out());
                assertEquals(1.0, handshake.get("connections"));
                assertEquals(200.0, later.get("status"));
            }
        }
    }

    @Test
    void aRequestWithAQueryFollowsTheHandshake() throws Exception {
        try (ForeignSite server = ForeignSite.start(folder, pem, "nginx", "1.3")) {
            Program program = Program.run(
                    "get",
                    server.url() + "buy?item=1",
                    "--json",
                    "--early-data",
                    "--repeat",
                    "2",
                    "--trust",
                    pem.authority().toString());

            Map<?, ?> second = handshake(program.objects().get(1));
            assertEquals("RESENT", second.get("earlyData"), program.out());
            assertTrue(((String) second.get("earlyDataReason")).contains("EarlyDataPolicy"), program.out());
            assertEquals(true, second.get("resumed"));
        }
    }

    @ParameterizedTest
    @CsvSource({"1.3,true", "1.2,false"})
    void probeCountsTheRoundTripOfResumptionOrEarlyData(String version, boolean early) throws Exception {
        try (ForeignSite server = ForeignSite.start(folder, pem, "nginx", version)) {
            Program program = Program.run(
                    "probe",
                    "localhost:" + server.port(),
                    "--timeout",
                    "30s",
                    "--tls",
                    "--json",
                    "--trust",
                    pem.authority().toString());

            assertEquals(0, program.status(), program.err());
            Map<String, Object> report = JsonReader.object(program.out());
            Map<?, ?> tls = (Map<?, ?>) report.get("tls");
            assertEquals(true, tls.get("resumes"), program.out());
            assertEquals(early, tls.get("takesEarlyData"), program.out());
            assertEquals(1.0, tls.get("savedRoundTrips"));
            assertEquals(2.0, report.get("savedRoundTrips"), "one by the SYN");
            assertTrue((double) tls.get("tickets") >= 1, program.out());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnutls", "jsse"})
    void aServerOfTls11IsRefusedWithTheReason(String provider) throws Exception {
        try (ForeignSite server = ForeignSite.start(folder, pem, "openssl", "1.1")) {
            Program program = Program.run(
                    "get",
                    server.url(),
                    "--tls",
                    provider,
                    "--trust",
                    pem.authority().toString());

            assertEquals(1, program.status());
            assertTrue(program.err().contains("localhost:" + server.port()), program.err());
            assertTrue(program.err().contains("no version from TLS 1.2 on"), program.err());
            assertEquals(1, program.err().lines().count(), program.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnutls", "jsse"})
    void curlResumes(String provider) throws Exception {
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70", "--tls-provider", provider)) {
            String url = "https://localhost:" + server.port() + "/";
            String ca = pem.authority().toString();

            String said = run(
                    "",
                    "curl",
                    "-sSv",
                    "--fail",
                    "--noproxy",
                    "*",
                    "--http1.1",
                    "--cacert",
                    ca,
                    "-H",
                    "Connection: close",
                    url,
                    url);

            assertEquals(1, said.split("SSL re-using session ID", -1).length - 1, said);
            oneOfTwoResumed(server);
        }
    }

    @ParameterizedTest
    @CsvSource({"gnutls,tls1_3", "gnutls,tls1_2", "jsse,tls1_3"})
    void opensslResumesInAnotherProcess(String provider, String version) throws Exception {
        String session = folder.resolve("session.pem").toString();
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70", "--tls-provider", provider)) {
            String first = openssl(server, version, "-sess_out", session);
            assertEquals(false, server.nextHandshake().get("resumed"));
            String second = openssl(server, version, "-sess_in", session);
            assertEquals(true, server.nextHandshake().get("resumed"));

            assertTrue(first.contains("\nNew, TLSv1."), first);
            assertTrue(first.contains("Verify return code: 0 (ok)"), first);
            assertTrue(second.contains("\nReused, TLSv1."), second);
        }
    }

    private String openssl(ServedProgram server, String version, String... session) throws Exception {
        return run(
                REQUEST,
                "openssl",
                "s_client",
                "-connect",
                "localhost:" + server.port(),
                "-" + version,
                "-CAfile",
                pem.authority().toString(),
                "-ign_eof",
                session[0],
                session[1]);
    }

    @Test
    void gnutlsCliResumes() throws Exception {
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70")) {
            String said = run(
                    REQUEST,
                    "gnutls-cli",
                    "--resume",
                    "--x509cafile",
                    pem.authority().toString(),
                    "-p",
                    Integer.toString(server.port()),
                    "localhost");

            assertTrue(said.contains("*** This is a resumed session"), said);
            oneOfTwoResumed(server);
        }
    }

    /** The server tells of a connection when it has ended; which of two ends first, is open. */
    private static void oneOfTwoResumed(ServedProgram server) throws IOException {
        List<Object> seen = List.of(
                server.nextHandshake().get("resumed"), server.nextHandshake().get("resumed"));
        assertEquals(Set.of(true, false), Set.copyOf(seen));
    }

    private static String run(String input, String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), String.join(" ", command) + ": " + output);
        return output;
    }
}

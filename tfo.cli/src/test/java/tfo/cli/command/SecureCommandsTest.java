package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.cli.core.JsonReader;
import tfo.testkit.tls.PemFiles;
import tfo.testkit.tls.Pki;

/** {@code get}, {@code serve} and {@code probe} by TLS, with each other. */
@Timeout(300)
class SecureCommandsTest {
    @TempDir
    private Path folder;

    private PemFiles pem = new PemFiles(Path.of(""), Path.of(""), Path.of(""));

    @BeforeEach
    void makeCertificates() throws Exception {
        pem = PemFiles.localhost(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnutls", "jsse"})
    void repeatResumesFromMemoryByAClientHelloInTheSyn(String provider) throws Exception {
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70")) {
            Program program = get(server, "--tls", provider, "--repeat", "3", "--json");

            assertEquals(0, program.status(), program.err());
            List<Map<String, Object>> reports = program.objects();
            assertEquals(
                    List.of(false, true, true),
                    reports.stream().map(SecureCommandsTest::resumed).toList());
            Map<?, ?> last = (Map<?, ?>) reports.get(2).get("fastOpen");
            assertEquals("ACKNOWLEDGED", last.get("outcome"));
            assertEquals(last.get("offered"), last.get("inSyn"));
            assertEquals("TLSv1.3", handshake(reports.get(0)).get("version"));
            assertEquals("http/1.1", handshake(reports.get(0)).get("alpn"));
            assertEquals("NONE", handshake(reports.get(0)).get("earlyData"));
            assertNotEquals("", handshake(reports.get(0)).get("reason"));
            // Each of its threads writes when it is done.
            assertEquals(
                    Set.of(false, true),
                    Stream.of(server.nextHandshake(), server.nextHandshake(), server.nextHandshake())
                            .map(line -> line.get("resumed"))
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void getTellsTheHandshakeInWords() throws Exception {
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70")) {
            Program program = get(server);

            assertEquals(70, program.out().length());
            assertTrue(program.err().contains("; TLSv1.3 in full, TLS_"), program.err());
        }
    }

    @Test
    void sessionsOutliveTheProcess() throws Exception {
        String sessions = folder.resolve("sessions").toString();
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70")) {
            Program first = getAlone(server, "--sessions", sessions, "--json");
            Program second = getAlone(server, "--sessions", sessions, "--json");

            assertEquals(false, resumed(first.objects().get(0)), first.err());
            assertEquals(true, resumed(second.objects().get(0)), second.out());
        }
    }

    @Test
    void sessionsOfOtherTrustDoNotServe() throws Exception {
        String sessions = folder.resolve("sessions").toString();
        Path both = folder.resolve("both.pem");
        Files.writeString(
                both,
                Files.readString(pem.authority())
                        + Files.readString(PemFiles.localhost(folder).authority()));
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70")) {
            get(server, "--sessions", sessions, "--json");

            Program program =
                    Program.run("get", url(server), "--json", "--sessions", sessions, "--trust", both.toString());

            assertEquals(false, resumed(program.objects().get(0)), program.out());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyAServerWithTheTicketKeyResumesSessionsOfAnother(boolean shared) throws Exception {
        String sessions = folder.resolve("sessions").toString();
        String[] options = {
            "--size", "70", "--ticket-key", folder.resolve("tickets").toString()
        };
        int port;
        try (ServedProgram server = ServedProgram.secure(pem, options)) {
            port = server.port();
            get(server, "--sessions", sessions, "--json");
            server.terminate();
        }
        // A session is for a host and a port, so the other server takes the first one's place.
        try (ServedProgram server =
                ServedProgram.secureOn(port, pem, shared ? options : new String[] {"--size", "70"})) {
            Program program = get(server, "--sessions", sessions, "--json");

            assertEquals(shared, resumed(program.objects().get(0)), program.out());
            assertEquals(shared, server.nextHandshake().get("resumed"));
        }
    }

    @Test
    void aPeerThatSaysNothingHoldsUpNobody() throws Exception {
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70")) {
            List<Socket> silent = new ArrayList<>();
            try {
                for (int i = 0; i < 50; i++) {
                    silent.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
                }
                silent.get(0).getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

                // Each of them may take 10 s for its handshake: one after the other they would take minutes.
                assertEquals(0, get(server, "--timeout", "60s").status());
            } finally {
                for (Socket socket : silent) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void aFailedHandshakeIsALineToo() throws Exception {
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.getOutputStream()
                        .write("this is no ClientHello, but long enough\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                Map<String, Object> line = server.next();

                assertTrue(String.valueOf(line.get("error")).contains("TLS handshake"), line.toString());
                assertEquals(null, line.get("handshake"));
            }
            assertEquals(0, get(server).status());
        }
    }

    @Test
    void echoSpeaksTls() throws Exception {
        try (ServedProgram server = ServedProgram.secure(pem, "--echo")) {
            Program program = get(server, "--timeout", "5s");

            assertEquals(1, program.status());
            assertTrue(program.err().contains("does not answer in HTTP/1.1"), program.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnutls", "jsse"})
    void probeTellsOfTicketsAndResumption(String provider) throws Exception {
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70")) {
            Program program = Program.run(
                    "probe",
                    "localhost:" + server.port(),
                    "--timeout",
                    "30s",
                    "--tls",
                    "--tls-provider",
                    provider,
                    "--trust",
                    pem.authority().toString(),
                    "--json");

            assertEquals(0, program.status(), program.err());
            Map<String, Object> report = JsonReader.object(program.out());
            Map<?, ?> tls = (Map<?, ?>) report.get("tls");
            assertEquals(true, tls.get("resumes"), program.out());
            assertEquals(provider.equals("gnutls") ? (Object) 2.0 : null, tls.get("tickets"));
            assertEquals(provider.equals("gnutls") ? (Object) 21600.0 : null, tls.get("lifetimeSeconds"));
            assertEquals(0.0, tls.get("savedRoundTrips"), "TLS 1.3 has none to save");
            assertEquals(1.0, report.get("savedRoundTrips"), "by the SYN");
            assertEquals("a TLS ClientHello", report.get("sent"));
            assertEquals(true, report.get("synDataAcknowledged"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnutls", "jsse"})
    void anUntrustedServerIsRefusedWithAdvice(String provider) throws Exception {
        try (ServedProgram server = ServedProgram.secure(pem, "--size", "70")) {
            Program program = Program.run("get", url(server), "--tls", provider);

            refused(program, "localhost:" + server.port(), "--trust PEM");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "expired", "notYetValid", "selfSigned"})
    void aBadCertificateIsRefusedWithAdvice(String fault) throws Exception {
        Pki authority = Pki.root("Authority of this test");
        PemFiles bad = PemFiles.of(
                folder,
                authority,
                switch (fault) {
                    case "wrong" -> authority.server("other.example");
                    case "expired" -> authority.expired("localhost");
                    case "notYetValid" -> authority.notYetValid("localhost");
                    default -> Pki.selfSigned("localhost");
                });
        try (ServedProgram server = ServedProgram.secure(bad, "--size", "70")) {
            for (String provider : List.of("gnutls", "jsse")) {
                Program program = Program.run(
                        "get",
                        url(server),
                        "--tls",
                        provider,
                        "--trust",
                        bad.authority().toString());

                refused(program, "localhost:" + server.port(), "--trust PEM");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnutls", "jsse"})
    void aPeerWithoutTlsIsAskedAbout(String provider) throws Exception {
        try (ServedProgram server = ServedProgram.start("--echo")) {
            Program program = get(server, "--tls", provider);

            refused(program, "localhost:" + server.port(), "TLS 1.2 or later");
        }
    }

    private static void refused(Program program, String peer, String advice) {
        assertEquals(1, program.status());
        assertEquals("", program.out());
        assertEquals(1, program.err().lines().count(), program.err());
        assertTrue(program.err().startsWith("tfo: "), program.err());
        assertTrue(program.err().contains(peer), program.err());
        assertTrue(program.err().contains(advice), program.err());
    }

    private Program get(ServedProgram server, String... options) {
        return Program.run(arguments(server, options));
    }

    private Program getAlone(ServedProgram server, String... options) throws Exception {
        return Program.runAlone(arguments(server, options));
    }

    private String[] arguments(ServedProgram server, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("get", url(server), "--trust", pem.authority().toString()));
        arguments.addAll(List.of(options));
        return arguments.toArray(String[]::new);
    }

    private static String url(ServedProgram server) {
        return "https://localhost:" + server.port() + "/";
    }

    static Map<?, ?> handshake(Map<String, Object> report) {
        return (Map<?, ?>) report.get("handshake");
    }

    static Object resumed(Map<String, Object> report) {
        return handshake(report).get("resumed");
    }
}

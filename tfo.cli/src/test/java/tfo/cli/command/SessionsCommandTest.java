package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.cli.core.JsonReader;
import tfo.testkit.tls.PemFiles;

/** A folder of sessions that {@code get} has filled: the server gives two tickets. */
@Timeout(300)
class SessionsCommandTest {
    @TempDir
    private Path folder;

    private PemFiles pem = new PemFiles(Path.of(""), Path.of(""), Path.of(""));
    private @Nullable ServedProgram server;

    @BeforeEach
    void fill() throws Exception {
        pem = PemFiles.localhost(folder);
        server = ServedProgram.secure(pem, "--size", "70");
        assertEquals(false, SecureCommandsTest.resumed(get("here").objects().get(0)));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void listTellsWithoutTaking() {
        List<Map<?, ?>> rows = rows("here");

        assertEquals(2, rows.size());
        for (Map<?, ?> row : rows) {
            assertEquals("localhost", row.get("host"));
            assertEquals((double) port(), row.get("port"));
            assertEquals("TLSv1.3", row.get("version"));
            assertEquals("GOOD", row.get("state"));
        }
        String words = Program.run("sessions", "list", path("here")).out();
        assertEquals(
                2,
                words.lines()
                        .filter(line -> line.startsWith("localhost:" + port() + "  TLSv1.3"))
                        .count());
        assertEquals(rows, rows("here"));
    }

    @Test
    void anExportedSessionServesElsewhereAndOnlyThere() throws Exception {
        Program export = sessions("export", "here", "--key", "localhost:" + port());

        assertEquals(0, export.status(), export.err());
        assertTrue(export.err().startsWith("taken out of the folder"), export.err());
        assertEquals(1, rows("here").size());
        for (String name : List.of("sealed", "secret")) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))));
        }

        Program imported = sessions("import", "there");

        assertEquals(0, imported.status(), imported.err());
        assertEquals(1, rows("there").size());
        assertEquals(true, SecureCommandsTest.resumed(get("there").objects().get(0)));
    }

    @Test
    void exportOverwritesNothingAndThenTakesNothing() throws Exception {
        Files.writeString(folder.resolve("sealed"), "precious");

        Program export = sessions("export", "here");

        assertEquals(1, export.status());
        assertEquals("precious", Files.readString(folder.resolve("sealed")));
        assertEquals(2, rows("here").size());
    }

    @Test
    void exportOfAnotherServersSessionLeavesNothingBehind() {
        Program export = sessions("export", "here", "--key", "other.example:443");

        assertEquals(1, export.status());
        assertTrue(export.err().contains("no session of other.example:443"), export.err());
        assertFalse(Files.exists(folder.resolve("sealed")));
        assertEquals(2, rows("here").size());
    }

    @Test
    void importUnderAnotherSecretIsRefused() throws Exception {
        sessions("export", "here");
        Path secret = folder.resolve("secret");
        byte[] other = Files.readAllBytes(secret);
        other[0] ^= 1;
        Files.write(secret, other);

        Program imported = sessions("import", "there");

        assertEquals(1, imported.status());
        assertTrue(imported.err().startsWith("tfo: " + folder.resolve("sealed") + ": "), imported.err());
        assertEquals(List.of(), rows("there"));
    }

    @Test
    void importWithoutItsSecretMakesNone() {
        sessions("export", "here");
        Program imported =
                Program.run("sessions", "import", path("there"), path("sealed"), "--secret-file", path("missing"));

        assertEquals(1, imported.status());
        assertFalse(Files.exists(folder.resolve("missing")));
    }

    @Test
    void whatIsBrokenIsShownAndPurged() throws Exception {
        Path broken = broken();

        Map<?, ?> row = rows("here").stream()
                .filter(each -> each.get("file").equals(broken.getFileName().toString()))
                .findFirst()
                .orElseThrow();
        assertEquals("BROKEN_SEAL", row.get("state"));
        assertEquals(null, row.get("host"));

        assertEquals("{\"removed\":1,\"left\":1}\n", purge("--json").out());
        assertEquals("0 removed, 1 left\n", purge().out());
        assertEquals("1 removed, 0 left\n", purge("--all").out());
        assertEquals(List.of(), rows("here"));
    }

    @Test
    void aProviderWithoutFoldersSaysSo() {
        Program program = Program.run("sessions", "list", path("here"), "--tls-provider", "jsse");

        assertEquals(1, program.status());
        assertTrue(program.err().contains("jsse cannot keep sessions in a folder"), program.err());
    }

    private Path broken() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("here"))) {
            Path file = files.filter(each -> each.toString().endsWith(".session"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1] ^= 1;
            Files.write(file, bytes);
            return file;
        }
    }

    private Program purge(String... options) {
        return Program.run(Stream.concat(Stream.of("sessions", "purge", path("here")), Stream.of(options))
                .toArray(String[]::new));
    }

    private Program sessions(String command, String where, String... options) {
        Stream<String> common =
                Stream.of("sessions", command, path(where), path("sealed"), "--secret-file", path("secret"));
        return Program.run(Stream.concat(common, Stream.of(options)).toArray(String[]::new));
    }

    private List<Map<?, ?>> rows(String where) {
        Program program = Program.run("sessions", "list", path(where), "--json");
        assertEquals(0, program.status(), program.err());
        return ((List<?>) JsonReader.parse(program.out()))
                .stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
    }

    private Program get(String where) {
        return Program.run(
                "get",
                "https://localhost:" + port() + "/",
                "--json",
                "--trust",
                pem.authority().toString(),
                "--sessions",
                path(where));
    }

    private int port() {
        return server == null ? 0 : server.port();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}

package examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on the module path, compiled and run as the README says. */
class ModulePathIT {
    private static final Path SOURCES = Path.of(System.getProperty("tfo.root"), "examples/src/modular");

    @TempDir
    Path folder;

    @Test
    void itGreetsItselfByTheBestProvider() throws Exception {
        compile();

        assertEquals(
                List.of("linux", "COOKIE_REQUESTED", "ACKNOWLEDGED"),
                run(Jars.path("tfo.api", "tfo.fallback", "tfo.linux", "jna-jpms")));
    }

    @Test
    void withoutTheNativeProviderItGreetsItselfAllTheSame() throws Exception {
        compile();

        assertEquals(List.of("fallback", "NOT_TRIED", "NOT_TRIED"), run(Jars.path("tfo.api", "tfo.fallback")));
    }

    private void compile() {
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        int status = javac.run(
                System.out,
                System.err,
                "--release",
                "17",
                "-p",
                Jars.path("tfo.api"),
                "-d",
                folder.toString(),
                SOURCES.resolve("module-info.java").toString(),
                SOURCES.resolve("my/app/Main.java").toString());
        assertEquals(0, status);
    }

    // The JVM of this test is inside a private namespace, and so are its children. Their cookies are their own: a new
    // namespace.
    private List<String> run(String modules) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("tfo.root"), "cnf/lab/bin/java")
                                .toString(),
                        "--enable-native-access=com.sun.jna",
                        "-p",
                        modules + File.pathSeparator + folder,
                        "-m",
                        "my.app/my.app.Main")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), out);
        return out.lines().toList();
    }
}

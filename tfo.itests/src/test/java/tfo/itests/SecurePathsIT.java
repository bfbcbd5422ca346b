package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that speaks TLS, on the module path and on the class path, in a JVM of its own. */
class SecurePathsIT {
    private static final String[] EVERYTHING = {"tfo.api", "tfo.fallback", "tfo.linux", "tfo.tls.gnutls", "jna-jpms"};
    private static final String MAIN = "tfo.itests.secure.Main";
    private static final Path FILES =
            Path.of("src/main/resources/tfo/itests/tls").toAbsolutePath();

    @TempDir
    static Path folder;

    private static Path app;

    @BeforeAll
    static void makeTheApp() throws Exception {
        app = App.jar("tfo.itests.secure", folder);
    }

    @Test
    void onTheModulePathTheNativeProviderIsChosenAndResumesInTheSyn() throws Exception {
        assertEquals(
                facts("gnutls", "tfo.tls.gnutls", "linux", "ACKNOWLEDGED"),
                onModulePath("--enable-native-access=com.sun.jna", EVERYTHING));
    }

    @Test
    void onTheClassPathTheNativeProviderIsChosenAndResumesInTheSyn() throws Exception {
        assertEquals(facts("gnutls", "null", "linux", "ACKNOWLEDGED"), onClassPath("-Dnothing=true", EVERYTHING));
    }

    @Test
    void withoutTheNativeProvidersTheJdkServes() throws Exception {
        assertEquals(
                facts("jsse", "tfo.fallback", "fallback", "NOT_TRIED"),
                onModulePath("-Dnothing=true", "tfo.api", "tfo.fallback"));
    }

    @Test
    void theTwoChoicesAreIndependent() throws Exception {
        assertEquals(
                facts("jsse", "null", "linux", "ACKNOWLEDGED"),
                onClassPath("-Dtfo.tls.gnutls.disable=true", EVERYTHING));
        assertEquals(
                facts("gnutls", "null", "fallback", "NOT_TRIED"), onClassPath("-Dtfo.linux.disable=true", EVERYTHING));
    }

    @Test
    void withoutJnaTheJdkServes() throws Exception {
        assertEquals(
                facts("jsse", "null", "fallback", "NOT_TRIED"),
                onClassPath("-Dnothing=true", "tfo.api", "tfo.fallback", "tfo.linux", "tfo.tls.gnutls"));
    }

    @Test
    void everyModuleIsValid() throws Exception {
        Jvm jvm = Jvm.run("-p", Jars.path(EVERYTHING), "--add-modules", "tfo.tls.gnutls", "--validate-modules");

        assertEquals(0, jvm.status(), jvm.out() + jvm.err());
    }

    private static Map<String, String> facts(String tls, String module, String sockets, String outcome) {
        return Map.of("tls", tls, "module", module, "sockets", sockets, "resumed", "true", "outcome", outcome);
    }

    private static Map<String, String> onModulePath(String flag, String... jars) throws Exception {
        return run(List.of(flag, "-p", Jars.path(jars) + File.pathSeparator + app, "-m", "tfo.itests.secure/" + MAIN));
    }

    private static Map<String, String> onClassPath(String flag, String... jars) throws Exception {
        return run(List.of(
                "--enable-native-access=ALL-UNNAMED", flag, "-cp", Jars.path(jars) + File.pathSeparator + app, MAIN));
    }

    private static Map<String, String> run(List<String> start) throws Exception {
        List<String> arguments = new ArrayList<>(start);
        arguments.add(FILES.resolve("certificate.pem").toString());
        arguments.add(FILES.resolve("key.pem").toString());
        return Jvm.run(arguments.toArray(String[]::new)).facts();
    }
}

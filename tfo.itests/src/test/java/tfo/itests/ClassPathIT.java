package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same program on the class path. */
class ClassPathIT {
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    static Path folder;

    private static Path app;

    @BeforeAll
    static void makeTheApp() throws Exception {
        app = App.jar("tfo.itests.app", folder);
    }

    @Test
    void theNativeProviderIsChosenAndItsSynDataAcknowledged() throws Exception {
        Map<String, String> facts = run(Jars.path("tfo.api", "tfo.fallback", "tfo.linux", "jna-jpms"), NATIVE_ACCESS)
                .facts();

        assertEquals(Map.of("provider", "linux", "module", "null", "outcome", "ACKNOWLEDGED", "inSyn", "5"), facts);
    }

    @Test
    void withoutJnaTheFallbackIsChosen() throws Exception {
        assertFallback(run(Jars.path("tfo.api", "tfo.fallback", "tfo.linux")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dtfo.linux.disable=true", "-Dos.name=FreeBSD"})
    void whereTheNativeProviderMayNotOrCannotWorkTheFallbackIsChosen(String property) throws Exception {
        assertFallback(run(Jars.path("tfo.api", "tfo.fallback", "tfo.linux", "jna-jpms"), NATIVE_ACCESS, property));
    }

    @Test
    void withoutAnyProviderTheMessageSaysSo() throws Exception {
        Jvm jvm = run(Jars.path("tfo.api"));

        assertEquals(1, jvm.status());
        assertTrue(jvm.err().contains("no usable FastOpenSockets provider"), jvm.err());
    }

    @Test
    void withoutJnaAndFallbackTheMessageNamesWhatIsMissing() throws Exception {
        Jvm jvm = run(Jars.path("tfo.api", "tfo.linux"));

        assertEquals(1, jvm.status());
        assertTrue(jvm.err().contains("com.sun.jna") || jvm.err().contains("com/sun/jna"), jvm.err());
    }

    private static void assertFallback(Jvm jvm) {
        assertEquals(
                Map.of("provider", "fallback", "module", "null", "outcome", "NOT_TRIED", "inSyn", "0"), jvm.facts());
    }

    private static Jvm run(String path, String... flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.addAll(List.of("-cp", path + File.pathSeparator + app, "tfo.itests.app.Main"));
        return Jvm.run(arguments.toArray(String[]::new));
    }
}

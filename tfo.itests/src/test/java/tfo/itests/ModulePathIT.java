package tfo.itests;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program on the module path, in a JVM of its own. */
class ModulePathIT {
    private static final String NATIVE_ACCESS = "--enable-native-access=com.sun.jna";

    @TempDir
    static Path folder;

    private static Path app;

    @BeforeAll
    static void makeTheApp() throws Exception {
        app = App.jar("tfo.itests.app", folder);
    }

    @Test
    void theNativeProviderIsChosenAndItsSynDataAcknowledged() throws Exception {
        Map<String, String> facts = run(everything(), NATIVE_ACCESS).facts();

        assertEquals(
                Map.of("provider", "linux", "module", "tfo.linux", "outcome", "ACKNOWLEDGED", "inSyn", "5"), facts);
    }

    @Test
    void withoutTheNativeProviderTheFallbackIsChosen() throws Exception {
        assertFallback(run(Jars.path("tfo.api", "tfo.fallback")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dtfo.linux.disable=true", "-Dos.name=FreeBSD"})
    void whereTheNativeProviderMayNotOrCannotWorkTheFallbackIsChosen(String property) throws Exception {
        assertFallback(run(everything(), NATIVE_ACCESS, property));
    }

    // A module that is there is resolved: leaving out what it requires is a mistake that the JDK reports at once.
    @Test
    void theNativeProviderWithoutJnaIsRefusedByName() throws Exception {
        Jvm jvm = run(Jars.path("tfo.api", "tfo.fallback", "tfo.linux"));

        assertNotEquals(0, jvm.status());
        assertTrue((jvm.out() + jvm.err()).contains("Module com.sun.jna not found, required by tfo.linux"), jvm.out());
    }

    @Test
    void everyModuleIsValid() throws Exception {
        Jvm jvm = Jvm.run("-p", everything(), "--add-modules", "tfo.linux,tfo.fallback", "--validate-modules");

        assertEquals(0, jvm.status(), jvm.out() + jvm.err());
    }

    @Test
    void theApiExportsItsContractsAndRequiresTheJdkAlone() throws Exception {
        List<String> facts = describe("tfo.api");

        assertTrue(facts.contains("exports tfo.api.socket"), facts::toString);
        assertTrue(facts.contains("uses tfo.api.socket.FastOpenSockets"), facts::toString);
        assertEquals(Set.of("java.base"), requires(facts));
    }

    @Test
    void theFallbackRequiresTheApiAndTheJdkAlone() throws Exception {
        List<String> facts = describe("tfo.fallback");

        assertEquals(Set.of("java.base", "tfo.api"), requires(facts));
        assertProvidesAndExportsNothing(facts, "tfo.fallback.FallbackSockets");
    }

    @Test
    void theNativeProviderRequiresTheSocketOptionsOfTheJdkAndJna() throws Exception {
        List<String> facts = describe("tfo.linux");

        assertTrue(requires(facts).containsAll(Set.of("jdk.net", "com.sun.jna", "tfo.api")), facts::toString);
        assertProvidesAndExportsNothing(facts, "tfo.linux.LinuxSockets");
    }

    private static void assertProvidesAndExportsNothing(List<String> facts, String provider) {
        assertTrue(facts.contains("provides tfo.api.socket.FastOpenSockets with " + provider), facts::toString);
        assertTrue(facts.stream().noneMatch(fact -> fact.startsWith("exports")), facts::toString);
    }

    private static void assertFallback(Jvm jvm) {
        assertEquals(
                Map.of("provider", "fallback", "module", "tfo.fallback", "outcome", "NOT_TRIED", "inSyn", "0"),
                jvm.facts());
    }

    private static String everything() {
        return Jars.path("tfo.api", "tfo.fallback", "tfo.linux", "jna-jpms");
    }

    private static Jvm run(String path, String... flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.addAll(List.of("-p", path + File.pathSeparator + app, "-m", "tfo.itests.app/tfo.itests.app.Main"));
        return Jvm.run(arguments.toArray(String[]::new));
    }

    /** What {@code java --describe-module} says of a module that says itself what it is. */
    private static List<String> describe(String module) throws Exception {
        List<String> facts =
                Jvm.run("-p", everything(), "--describe-module", module).lines();

        assertTrue(facts.stream().anyMatch(fact -> fact.matches(module + "(@\\S+)? (open )?file:.*")), facts::toString);
        assertTrue(facts.stream().noneMatch(fact -> fact.contains("automatic")), facts::toString);
        return facts;
    }

    /** The modules without which this one does not start. */
    private static Set<String> requires(List<String> facts) {
        return facts.stream()
                .map(fact -> fact.split(" "))
                .filter(words -> words[0].equals("requires") && !List.of(words).contains("static"))
                .map(words -> words[1])
                .collect(toSet());
    }
}

package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A framework that believes it runs on another operating system, where the native provider has no business. */
class OtherSystemIT {
    private static final List<String> BUNDLES = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.scr",
            "jna-jpms",
            "tfo.api",
            "tfo.fallback",
            "tfo.linux");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.felix.framework", "org.eclipse.osgi"})
    void theNativeProviderAloneDoesNotResolveAndTheFallbackServes(String framework) throws Exception {
        List<String> lines = run(framework, "FreeBSD").lines();

        assertEquals(3, lines.size(), lines::toString);
        assertEquals(List.of("provider=fallback", "provider=jsse"), lines.subList(0, 2));
        assertTrue(lines.get(2).startsWith("tfo.linux=") && lines.get(2).contains("osgi.native"), lines::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.felix.framework", "org.eclipse.osgi"})
    void onLinuxTheSameBundlesServeWithBothProviders(String framework) throws Exception {
        assertEquals(
                List.of("provider=fallback", "provider=jsse", "provider=linux"),
                run(framework, "Linux").lines());
    }

    private Jvm run(String framework, String system) throws Exception {
        Path app = App.jar("tfo.itests.elsewhere", folder);
        List<String> arguments = new ArrayList<>(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Jars.path(Jars.named(framework), app),
                "tfo.itests.elsewhere.Main",
                system,
                folder.resolve("storage").toString()));
        BUNDLES.forEach(name -> arguments.add(Jars.named(name).toUri().toString()));
        return Jvm.run(arguments.toArray(String[]::new));
    }
}

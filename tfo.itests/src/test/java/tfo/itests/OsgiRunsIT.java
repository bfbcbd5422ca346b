package tfo.itests;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that should have run in the frameworks was left out. */
class OsgiRunsIT {

    @Test
    void bothFrameworksRanWithTheNativeProviderAndWithout() throws IOException {
        assertEquals(
                List.of("equinox", "equinox-disabled", "felix", "felix-disabled"),
                OsgiReport.runs().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"felix", "equinox"})
    void everyTestClassOfTheBundleRanInThisFramework(String framework) throws IOException {
        Set<String> ran = new TreeSet<>();
        for (String run :
                OsgiReport.runs().filter(name -> name.startsWith(framework)).toList()) {
            OsgiReport.of(run).forEach(test -> ran.add(test.type()));
        }

        assertEquals(testClasses(), ran);
    }

    @Test
    void everyRunWasOnTheJdkUnderTest() throws Exception {
        Path expected = Path.of(System.getProperty("tfo.test.jdk")).toRealPath();
        for (String run : OsgiReport.runs().toList()) {
            for (String home : OsgiReport.properties(run, "java.home")) {
                assertEquals(expected, Path.of(home).toRealPath(), run);
            }
        }
    }

    private static Set<String> testClasses() throws IOException {
        try (JarFile bundle = new JarFile(Jars.named("tfo.itests").toFile())) {
            String classes = bundle.getManifest().getMainAttributes().getValue("Test-Cases");
            return Arrays.stream(classes.split(",")).collect(toCollection(TreeSet::new));
        }
    }
}

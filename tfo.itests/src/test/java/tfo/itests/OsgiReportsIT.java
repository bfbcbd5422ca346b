package tfo.itests;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Repeats the verdicts of what ran inside the frameworks, so that the build's total counts it. A run that ended without a report,
 * and a test class that no run of a framework took up, fail here: the runner itself calls that a success.
 */
class OsgiReportsIT {
    private static final Path REPORTS = Path.of(System.getProperty("tfo.osgi.reports"));

    @TestFactory
    Stream<DynamicContainer> everyRun() throws IOException {
        return runs("").map(run -> dynamicContainer(
                run, OsgiReport.of(REPORTS.resolve(run)).stream().map(OsgiReport.Case::asTest)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"felix", "equinox"})
    void everyTestClassRanInThisFramework(String framework) throws IOException {
        Set<String> ran = new TreeSet<>();
        for (String run : runs(framework).toList()) {
            OsgiReport.of(REPORTS.resolve(run)).forEach(test -> ran.add(test.type()));
        }

        assertEquals(testClasses(), ran);
    }

    @Test
    void thereAreRuns() throws IOException {
        assertFalse(runs("").toList().isEmpty());
    }

    /** The names of the run descriptions that start like this. */
    private static Stream<String> runs(String start) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return List.copyOf(files.map(Path::toString).toList()).stream()
                    .filter(name -> name.startsWith(start) && name.endsWith(".bndrun") && !name.startsWith("common"))
                    .map(name -> name.substring(0, name.length() - ".bndrun".length()))
                    .sorted();
        }
    }

    private static Set<String> testClasses() throws IOException {
        try (JarFile bundle = new JarFile(Jars.named("tfo.itests").toFile())) {
            String classes = bundle.getManifest().getMainAttributes().getValue("Test-Cases");
            return Arrays.stream(classes.split(",")).collect(toCollection(TreeSet::new));
        }
    }
}

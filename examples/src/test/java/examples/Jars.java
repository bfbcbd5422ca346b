package examples;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The jars that the build made or fetched. */
final class Jars {
    static final Path EXAMPLES = Path.of(System.getProperty("examples.jar"));

    private Jars() {}

    /** The one on the class path whose file name is this and a version. */
    static Path named(String name) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().matches(name.replace(".", "[.]") + "-[0-9].*[.]jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no jar " + name));
    }

    /** A path for the command line. */
    static String path(String... names) {
        return Stream.of(names).map(name -> named(name).toString()).collect(joining(File.pathSeparator));
    }
}

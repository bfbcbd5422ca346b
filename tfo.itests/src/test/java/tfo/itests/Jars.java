package tfo.itests;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The jars of the product and of what it needs, as the build made or fetched them. */
final class Jars {
    private static final List<Path> ALL = Stream.concat(
                    Stream.of(System.getProperty("tfo.itests.jar")),
                    Arrays.stream(System.getProperty("tfo.jars").split(File.pathSeparator)))
            .map(Path::of)
            .toList();

    private Jars() {}

    /** The one whose file name is this and a version. */
    static Path named(String name) {
        return ALL.stream()
                .filter(jar -> jar.getFileName().toString().matches(name.replace(".", "[.]") + "-[0-9].*[.]jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + ALL));
    }

    /** A path of jars for the command line. */
    static String path(Path... jars) {
        return Arrays.stream(jars).map(Path::toString).collect(joining(File.pathSeparator));
    }

    /** The same for the jars of these names. */
    static String path(String... names) {
        return path(Arrays.stream(names).map(Jars::named).toArray(Path[]::new));
    }
}

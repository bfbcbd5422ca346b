package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Compiles and packs the programs of src/test/apps. */
final class App {
    private static final Path SOURCES = Path.of("src/test/apps");

    private App() {}

    /** The jar of this module, made in a folder of its own. */
    static Path jar(String module, Path folder) throws IOException {
        Path classes = folder.resolve("classes");
        Path jar = folder.resolve(module + ".jar");
        String libraries = Jars.path("tfo.api", "org.apache.felix.framework");
        List<String> arguments = new ArrayList<>(
                List.of("--release", "17", "-p", libraries, "-cp", libraries, "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(SOURCES.resolve(module))) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        run("javac", arguments);
        run("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
        return jar;
    }

    private static void run(String tool, List<String> arguments) {
        int status = ToolProvider.findFirst(tool)
                .orElseThrow()
                .run(System.out, System.err, arguments.toArray(String[]::new));

        assertEquals(0, status, tool);
    }
}

package tfo.itests;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every piece of code in the guide to OSGi is a piece of a file that the build compiles and runs. */
class GuideIT {
    private static final Path GUIDE = Path.of("../docs/how-to/osgi.md");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\\n(.*?)^```");

    @TestFactory
    Stream<DynamicTest> everySnippetIsCodeThatRuns() throws IOException {
        List<String> sources = sources();
        return snippets().stream()
                .map(snippet -> dynamicTest(firstLine(snippet), () -> {
                    String code = flat(snippet);
                    assertTrue(sources.stream().anyMatch(source -> source.contains(code)), snippet);
                }));
    }

    @Test
    void thereAreSnippets() throws IOException {
        assertTrue(snippets().size() >= 3);
    }

    private static List<String> snippets() throws IOException {
        return SNIPPET.matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<String> sources = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.toString().matches(".*[.]java")).toList()) {
                sources.add(flat(Files.readString(file)));
            }
            return sources;
        }
    }

    /** The same words without indentation and empty lines. */
    private static String flat(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(joining("\n"));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}

package tfo.api.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** There is one list of what the counters count; the Javadoc and the manual repeat it. */
class FastOpenCounterTest {
    private static final Path SOURCES = Path.of("src/main/java/tfo/api/tcp"),
            PAGE = Path.of("..", "docs", "man", "counters.md");

    @Test
    void theJavadocOfEachIsItsMeaning() throws IOException {
        List<String> documented = lines(SOURCES.resolve("FastOpenCounter.java"))
                .filter(line -> line.startsWith("/** TCPFastOpen"))
                .toList();

        assertEquals(
                Stream.of(FastOpenCounter.values())
                        .map(counter -> "/** " + counter.row() + ": " + counter.meaning() + ". */")
                        .toList(),
                documented);
    }

    @Test
    void theRecordRefersToThem() throws IOException {
        List<String> documented = lines(SOURCES.resolve("FastOpenCounters.java"))
                .filter(line -> line.startsWith("* @param"))
                .toList();

        assertEquals(
                Stream.of(FastOpenCounter.values())
                        .map(counter -> "* @param " + component(counter).getName() + " {@link FastOpenCounter#"
                                + counter.name() + "}")
                        .toList(),
                documented);
    }

    @Test
    void theManualHasTheSameTable() throws IOException {
        List<String> documented =
                lines(PAGE).filter(line -> line.contains("| TCPFastOpen")).toList();

        assertEquals(
                Stream.of(FastOpenCounter.values())
                        .map(counter -> String.format(
                                Locale.ROOT,
                                "| `%s` | %s | %s |",
                                component(counter).getName(),
                                counter.row(),
                                counter.meaning()))
                        .toList(),
                documented);
    }

    @Test
    void eachNamesItsRowAndItsComponent() throws ReflectiveOperationException {
        for (FastOpenCounter counter : FastOpenCounter.values()) {
            FastOpenCounters counters = new TcpCounters(Map.of("TcpExt" + counter.row(), 7L)).fastOpen();

            assertEquals(7, counters.get(counter));
            assertEquals(7L, component(counter).getAccessor().invoke(counters));
        }
        assertEquals(
                FastOpenCounter.values().length,
                Arrays.stream(FastOpenCounter.values())
                        .map(FastOpenCounter::row)
                        .distinct()
                        .count());
    }

    /** They stand in the same order. */
    private static RecordComponent component(FastOpenCounter counter) {
        return FastOpenCounters.class
                .getRecordComponents()[List.of(FastOpenCounter.values()).indexOf(counter)];
    }

    private static Stream<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(String::strip);
    }
}

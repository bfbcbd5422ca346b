package tfo.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpOptions;
import tfo.cli.options.OptionRow.Verdict;

/** The table in the manual is what the kernel does. */
class OptionTableTest {
    private static final Path PAGE = Path.of("..", "docs", "options-table.md");
    private static final String KERNEL = "Linux ";

    @Test
    void theTableInTheManualIsWhatThisKernelDoes() throws IOException {
        List<OptionRow> rows = new OptionSurvey(provider("linux")).rows();

        assertEquals(
                List.of(),
                differing(rows, kernelLine()),
                () -> "to be written into " + PAGE + ":\n" + OptionTable.of(rows));
        assertEquals(
                TcpOptions.all().stream().map(SocketOption::name).toList(),
                rows.stream().map(OptionRow::name).toList());
        assertEquals(
                rows.size(),
                page().stream().filter(line -> line.matches("\\| (TCP|SO)_.*")).count());
    }

    @Test
    void theManualExplainsTheWordsAsTheProgramDoes() throws IOException {
        OptionReport report = new OptionReport("Linux 6.18.1", "linux", List.of());

        assertTrue(report.words().startsWith("Linux 6.18.1, provider linux\n\n| option "), report::words);
        assertTrue(report.words().endsWith(OptionReport.legend()), report::words);
        assertTrue(String.join("\n", page()).contains("```\n" + OptionReport.legend() + "```"), OptionReport::legend);
        for (Verdict verdict : Verdict.values()) {
            assertTrue(OptionReport.legend().contains("\n" + verdict.text() + " "), verdict::text);
        }
        assertEquals(
                "{\"kernel\":\"Linux 6.18.1\",\"provider\":\"linux\",\"options\":[]}",
                report.json().toString());
    }

    @Test
    void onAKernelOfAnotherLineWhatTheManualSaysCanBeDoneCanBeDoneOnceTheOptionIsThere() throws IOException {
        List<OptionRow> able = new OptionSurvey(provider("linux")).rows();
        List<OptionRow> unable = new OptionSurvey(provider("fallback")).rows();

        assertEquals(List.of(), differing(able, "99.0"));
        assertTrue(differing(unable, "99.0").containsAll(List.of("TCP_CORK", "TCP_FASTOPEN", "TCP_RTO_MAX_MS")));
        assertTrue(differing(unable, "3.7").containsAll(List.of("TCP_CORK", "TCP_FASTOPEN")));
        assertTrue(differing(unable, "3.6").contains("TCP_CORK"));
        assertFalse(differing(unable, "3.6").contains("TCP_FASTOPEN"));
    }

    /** The options of which this is not so on that kernel, although the page says that it is. */
    private static List<String> differing(List<OptionRow> rows, String kernel) throws IOException {
        List<String> page = page();
        boolean sameLine = page.stream().anyMatch(line -> line.contains(KERNEL + kernel + "."));
        return rows.stream()
                .filter(row -> {
                    List<String> written = written(page, row.name());
                    List<String> found = OptionTable.cells(row);
                    return sameLine ? !written.equals(found) : !kept(written, found, kernel);
                })
                .map(OptionRow::name)
                .toList();
    }

    /** A kernel takes nothing back that programs use: what can be read and set on one can be on another that has the option. */
    private static boolean kept(List<String> written, List<String> found, String kernel) {
        boolean there = Arrays.compare(numbers(written.get(2)), numbers(kernel)) <= 0;
        boolean same = written.subList(0, 3).equals(found.subList(0, 3));
        return same && !(there && IntStream.range(3, 7).anyMatch(i -> lost(written.get(i), found.get(i))));
    }

    // Not so what takes a capability here, or has no second value to try.
    private static boolean lost(String written, String found) {
        return written.equals("yes")
                && !Set.of("yes", Verdict.PRIVILEGED.text(), Verdict.NONE.text())
                        .contains(found);
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static List<String> page() throws IOException {
        return Files.readAllLines(PAGE);
    }

    @Test
    void everyOptionIsExplainedOnOnePageOfTheManual() throws IOException {
        List<String> explained = new ArrayList<>();
        try (DirectoryStream<Path> pages = Files.newDirectoryStream(Path.of("..", "docs", "man"), "options-*.md")) {
            for (Path page : pages) {
                Files.readAllLines(page).stream()
                        .filter(line -> line.matches("\\| (TCP|SO)_.*"))
                        .map(line -> line.split("[| ]+", -1)[1])
                        .forEach(explained::add);
            }
        }

        List<String> all =
                TcpOptions.all().stream().map(SocketOption::name).sorted().toList();
        assertEquals(all, explained.stream().sorted().toList());
    }

    private static List<String> written(List<String> page, String name) {
        Optional<String> line =
                page.stream().filter(each -> each.startsWith("| " + name + " ")).findAny();
        assertTrue(line.isPresent(), () -> name + " is not in " + PAGE);
        return Arrays.stream(line.orElseThrow().split("\\|", -1))
                .map(String::trim)
                .filter(cell -> !cell.isEmpty())
                .toList();
    }

    // "6.18" of "6.18.44-generic".
    private static String kernelLine() {
        return String.join(
                ".",
                Arrays.asList(System.getProperty("os.version").split("[.-]", -1))
                        .subList(0, 2));
    }

    @Test
    void withTheJdkAloneTheRestIsAbsent() throws IOException {
        List<OptionRow> rows = new OptionSurvey(provider("fallback")).rows();

        assertEquals(Verdict.YES, row(rows, "TCP_NODELAY").connected());
        assertEquals(Verdict.YES, row(rows, "TCP_KEEPIDLE").inherited());
        assertEquals(Verdict.ABSENT, row(rows, "TCP_CORK").read());
        assertEquals(Verdict.ABSENT, row(rows, "TCP_CORK").connected());
        assertEquals(Verdict.ABSENT, row(rows, "SO_OOBINLINE").listening());
    }

    @Test
    void whatIsTakenWithoutEffectIsNotTakenForDone() throws IOException {
        List<OptionRow> rows = new OptionSurvey(setting(option -> option == TcpOptions.TCP_CORK ? "" : null)).rows();

        assertEquals(Verdict.NO_EFFECT, row(rows, "TCP_CORK").beforeConnect());
        assertEquals(Verdict.NO_EFFECT, row(rows, "TCP_CORK").connected());
        assertEquals(Verdict.YES, row(rows, "TCP_NODELAY").connected());
    }

    @Test
    void aRefusalIsWhatItSaysAndEndsNoSurvey() throws IOException {
        Map<SocketOption<?>, Object> refusals = Map.of(
                TcpOptions.TCP_CORK, new SocketException("setsockopt TCP_CORK: Operation not permitted (EPERM)"),
                TcpOptions.TCP_INQ, new UnsupportedOperationException("TCP_INQ is off on this system"),
                TcpOptions.TCP_SYNCNT, new IllegalStateException("TCP_SYNCNT came too late"),
                TcpOptions.TCP_CONGESTION, new IllegalArgumentException("TCP_CONGESTION: no such algorithm"));
        List<OptionRow> rows = new OptionSurvey(setting(refusals::get)).rows();

        assertEquals(Verdict.PRIVILEGED, row(rows, "TCP_CORK").connected());
        assertEquals(Verdict.NONE, row(rows, "TCP_CONGESTION").connected());
        assertEquals(Verdict.ABSENT, row(rows, "TCP_INQ").connected());
        assertEquals(Verdict.TOO_LATE, row(rows, "TCP_SYNCNT").connected());
    }

    @Test
    void whatIsBrokenIsNotTakenForAPrivilege() {
        OptionSurvey survey = new OptionSurvey(setting(
                option -> option == TcpOptions.TCP_CORK ? new SocketException("Bad file descriptor (EBADF)") : null));

        assertThrows(SocketException.class, survey::rows);
    }

    /** A provider that instead of setting an option throws what is here for it, or does nothing if it is something else. */
    private static FastOpenSockets setting(Function<SocketOption<?>, @Nullable Object> instead) {
        FastOpenSockets real = provider("linux");
        return (FastOpenSockets) Proxy.newProxyInstance(
                OptionTableTest.class.getClassLoader(),
                new Class<?>[] {FastOpenSockets.class},
                (proxy, method, arguments) -> {
                    Object outcome =
                            method.getName().equals("setOption") ? instead.apply((SocketOption<?>) arguments[1]) : null;
                    if (outcome instanceof Throwable refusal) {
                        throw refusal;
                    }
                    return outcome == null ? invoke(real, method, arguments) : null;
                });
    }

    private static @Nullable Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static OptionRow row(List<OptionRow> rows, String name) {
        return rows.stream().filter(row -> row.name().equals(name)).findAny().orElseThrow();
    }

    private static FastOpenSockets provider(String name) {
        return ServiceLoader.load(FastOpenSockets.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name))
                .findAny()
                .orElseThrow();
    }
}

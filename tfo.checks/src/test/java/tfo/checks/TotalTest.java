package tfo.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sum at the end of ./verify, over trees of reports made up for the purpose. */
class TotalTest {
    private static final String PASSED = "<testcase classname='tfo.x.ATest' name='a'/>";
    private static final String SKIPPED =
            "<testcase classname='tfo.x.ATest' name='b'><skipped message='no IPv6 here'/></testcase>";
    private static final String FAILED =
            "<testcase classname='tfo.x.ATest' name='c'><failure message='expected 1'>at x</failure></testcase>";

    @TempDir
    private static Path classes;

    @TempDir
    private Path root;

    @BeforeAll
    static void compile() {
        String source = SourceTree.ROOT.resolve("cnf/Total.java").toString();
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-Xlint:all",
                                "-Werror",
                                "-cp",
                                classes.toString(),
                                "-d",
                                classes.toString(),
                                source));
    }

    @BeforeEach
    void oneTestOfOneModuleIsExpected() throws IOException {
        minimum("tfo.x unit * 17 1");
    }

    @Test
    void whatPassedInEveryWorldIsAddedUp() throws Exception {
        minimum("tfo.x unit * 17 1\ntfo.x felix * 17 2");
        report("tfo.x/target/reports/unit-17", PASSED);
        report("tfo.x/target/test-reports/17/felix", PASSED + PASSED);

        assertTotal(0, "3 passed, 0 failed, 0 skipped", "17");
    }

    @Test
    void aFailedTestFails() throws Exception {
        report("tfo.x/target/reports/unit-17", PASSED + FAILED);

        assertTotal(1, "1 passed, 1 failed, 0 skipped", "17");
    }

    @Test
    void aSkippedTestIsListedWithItsReason() throws Exception {
        report("tfo.x/target/reports/unit-17", PASSED + SKIPPED);

        List<String> lines = assertTotal(0, "1 passed, 0 failed, 1 skipped", "17");

        assertTrue(lines.contains("Skipped: tfo.x unit, JDK 17: tfo.x.ATest.b: no IPv6 here"), lines::toString);
    }

    @Test
    void aSuiteThatExecutedNothingFails() throws Exception {
        List<String> lines = assertTotal(1, "0 passed, 1 failed, 0 skipped", "17");

        assertTrue(lines.get(1).contains("too few tests: tfo.x unit on JDK 17"), lines::toString);
    }

    @Test
    void aJdkOnWhichNothingRanFails() throws Exception {
        report("tfo.x/target/reports/unit-17", PASSED);

        assertTotal(1, "1 passed, 1 failed, 0 skipped", "17", "25");
    }

    @Test
    void skippedTestsDoNotCountTowardsTheMinimum() throws Exception {
        report("tfo.x/target/reports/unit-17", SKIPPED);

        assertTotal(1, "0 passed, 1 failed, 1 skipped", "17");
    }

    @Test
    void aSuiteWithoutMinimumFails() throws Exception {
        report("tfo.x/target/reports/unit-17", PASSED);
        report("tfo.y/target/reports/unit-17", PASSED);

        assertTotal(1, "2 passed, 1 failed, 0 skipped", "17");
    }

    @Test
    void aFailedStepFailsThoughEveryTestPassed() throws Exception {
        report("tfo.x/target/reports/unit-17", PASSED);

        assertTotal(1, "1 passed, 1 failed, 0 skipped", "17", "--failed", "reproducible");
    }

    @Test
    void aReportOfAnotherRunIsNotCounted() throws Exception {
        report("tfo.x/target/reports/unit-17", PASSED);
        report("tfo.x/target/reports/unit-jdk", FAILED);

        assertTotal(0, "1 passed, 0 failed, 0 skipped", "17");
    }

    @Test
    void aTestThatOnlyRepeatsOthersIsNotCounted() throws Exception {
        minimum("tfo.x - ATest 17 0");
        report("tfo.x/target/reports/it-17", PASSED);

        assertTotal(0, "0 passed, 0 failed, 0 skipped", "17");
    }

    private void minimum(String rules) throws IOException {
        Files.createDirectories(root.resolve("cnf"));
        Files.writeString(root.resolve("cnf/test-minimum.txt"), "# a comment\n" + rules + "\n");
    }

    private void report(String folder, String tests) throws IOException {
        Files.createDirectories(root.resolve(folder));
        Files.writeString(root.resolve(folder).resolve("TEST-tfo.x.ATest.xml"), "<testsuite>" + tests + "</testsuite>");
    }

    private List<String> assertTotal(int status, String lastLine, String... arguments) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        List<String> command =
                new ArrayList<>(List.of(java.toString(), "-cp", classes.toString(), "Total", root.toString()));
        command.addAll(List.of(arguments));
        Process total = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines =
                new String(total.getInputStream().readAllBytes(), UTF_8).lines().toList();

        assertEquals(lastLine, lines.get(lines.size() - 1), lines::toString);
        assertEquals(status, total.waitFor(), lines::toString);
        return lines;
    }
}

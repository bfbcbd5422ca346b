import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Adds up what every test of the tree reported, in whatever world it ran, and does not believe silence: a suite that reported
 * fewer tests than cnf/test-minimum.txt asks for is a failure.
 *
 * <pre>java cnf/Total.java ROOT JDK... [--failed STEP]...</pre>
 *
 * ROOT is the tree, each JDK the label under which the tests of one ran: its feature number, perhaps with more behind it. A
 * failed step of the build counts as a failure. The last line is "N passed, N failed, N skipped"; the exit status is 0 only if
 * nothing failed.
 */
final class Total {
    /** Reports lie in MODULE/target/reports/KIND-JDK/ (on the class path) and MODULE/target/test-reports/JDK/RUN/ (frameworks). */
    private static final Pattern REPORT = Pattern.compile(
            "(?:examples/)?(?<module>[^/]+)/target/(?:reports/[a-z]+-(?<jdk>[^/]+)|test-reports/(?<osgi>[^/]+)/(?<run>[^/]+))/TEST-(?<type>.*)\\.xml");

    /** The suite of tests that only repeat what others reported. */
    private static final String REPEATED = "-";

    private final Path root;
    private final List<String> jdks;
    private final List<Rule> rules;
    private final List<Case> cases = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private Total(Path root, List<String> jdks) throws IOException {
        this.root = root;
        this.jdks = jdks;
        this.rules = Files.readAllLines(root.resolve("cnf/test-minimum.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> Rule.parse(line.split("\\s+")))
                .toList();
    }

    public static void main(String[] arguments) throws Exception {
        List<String> jdks = new ArrayList<>();
        List<String> failedSteps = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].equals("--failed")) {
                failedSteps.add("step failed: " + arguments[++i]);
            } else {
                jdks.add(arguments[i]);
            }
        }
        Total total = new Total(Path.of(arguments[0]), jdks);
        total.wrong.addAll(failedSteps);
        total.collect();
        total.compareWithMinimum();
        System.exit(total.print() ? 0 : 1);
    }

    /** A line of cnf/test-minimum.txt. */
    private record Rule(String module, String suite, Pattern classes, int fromJdk, int minimum) {
        static Rule parse(String[] words) {
            Pattern classes = Pattern.compile(words[2].replace("*", ".*"));
            return new Rule(words[0], words[1], classes, Integer.parseInt(words[3]), Integer.parseInt(words[4]));
        }

        String group() {
            return module + " " + suite;
        }
    }

    private enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    /** One test in one world. */
    private record Case(String module, String suite, String jdk, String name, Outcome outcome, String reason) {
        String group() {
            return module + " " + suite;
        }
    }

    private void collect() throws Exception {
        try (Stream<Path> files = Files.find(root, 6, (file, is) -> is.isRegularFile())) {
            for (Path file : files.sorted().toList()) {
                Matcher report = REPORT.matcher(root.relativize(file).toString());
                if (report.matches()) {
                    read(file, report);
                }
            }
        }
    }

    private void read(Path file, Matcher report) throws Exception {
        String jdk = report.group("jdk") == null ? report.group("osgi") : report.group("jdk");
        if (!jdks.contains(jdk)) {
            return;
        }
        String group = suite(report);
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        NodeList tests = suite.getElementsByTagName("testcase");
        for (int i = 0; i < tests.getLength(); i++) {
            Element test = (Element) tests.item(i);
            String name = test.getAttribute("classname") + "." + test.getAttribute("name");
            if (!group.equals(REPEATED)) {
                cases.add(outcome(test, report.group("module"), group, jdk, name));
            }
        }
        if (tests.getLength() == 0) {
            wrong.add("a report without a test: " + root.relativize(file));
        }
    }

    /** A framework run is a suite; elsewhere the first rule that knows the class says which one it belongs to. */
    private String suite(Matcher report) {
        String type = report.group("type");
        String simpleName = type.substring(type.lastIndexOf('.') + 1);
        return report.group("run") != null
                ? report.group("run")
                : rules.stream()
                        .filter(rule -> rule.module.equals(report.group("module")))
                        .filter(rule -> rule.classes.matcher(simpleName).matches())
                        .map(Rule::suite)
                        .findFirst()
                        .orElse("other");
    }

    private static Case outcome(Element test, String module, String suite, String jdk, String name) {
        for (String failure : List.of("failure", "error")) {
            if (test.getElementsByTagName(failure).getLength() > 0) {
                return new Case(module, suite, jdk, name, Outcome.FAILED, message(test, failure));
            }
        }
        return test.getElementsByTagName("skipped").getLength() > 0
                ? new Case(module, suite, jdk, name, Outcome.SKIPPED, message(test, "skipped"))
                : new Case(module, suite, jdk, name, Outcome.PASSED, "");
    }

    private static String message(Element test, String tag) {
        Element element = (Element) test.getElementsByTagName(tag).item(0);
        String message = element.getAttribute("message");
        String text = message.isBlank() ? element.getTextContent() : message;
        return text.isBlank() ? "no reason given" : text.strip().lines().findFirst().orElse("");
    }

    private void compareWithMinimum() {
        for (Rule rule : rules) {
            jdks.stream().filter(jdk -> feature(jdk) >= rule.fromJdk).forEach(jdk -> require(rule, jdk));
        }
        groups().stream()
                .filter(group -> rules.stream().noneMatch(rule -> rule.group().equals(group)))
                .forEach(group -> wrong.add("no minimum for " + group + " in cnf/test-minimum.txt"));
    }

    private void require(Rule rule, String jdk) {
        long passed = count(rule.group(), jdk, Outcome.PASSED);
        if (passed < rule.minimum) {
            wrong.add("too few tests: " + rule.group() + " on JDK " + jdk + " passed " + passed + ", at least "
                    + rule.minimum + " expected");
        }
    }

    private static int feature(String jdk) {
        return Integer.parseInt(jdk.replaceFirst("\\D.*", ""));
    }

    private boolean print() {
        table();
        list("Skipped", Outcome.SKIPPED);
        list("Failed", Outcome.FAILED);
        wrong.forEach(what -> System.out.println("WRONG: " + what));
        long failed = count(Outcome.FAILED) + wrong.size();
        System.out.println(count(Outcome.PASSED) + " passed, " + failed + " failed, " + count(Outcome.SKIPPED) + " skipped");
        return failed == 0;
    }

    private void table() {
        System.out.printf("%-16s %-18s%s%n", "module", "suite", cells(jdks.stream().map(jdk -> "JDK " + jdk)));
        for (String group : groups()) {
            String[] names = group.split(" ");
            Stream<String> counts = jdks.stream().map(jdk -> Long.toString(count(group, jdk, Outcome.PASSED)));
            System.out.printf("%-16s %-18s%s%n", names[0], names[1], cells(counts));
        }
    }

    private static String cells(Stream<String> texts) {
        return texts.map("%8s"::formatted).collect(joining());
    }

    private void list(String title, Outcome outcome) {
        cases.stream()
                .filter(test -> test.outcome == outcome)
                .sorted(Comparator.comparing(Case::group))
                .forEach(test -> System.out.println(
                        title + ": " + test.group() + ", JDK " + test.jdk + ": " + test.name + ": " + test.reason));
    }

    private TreeSet<String> groups() {
        TreeSet<String> groups = new TreeSet<>();
        cases.forEach(test -> groups.add(test.group()));
        return groups;
    }

    private long count(Outcome outcome) {
        return cases.stream().filter(test -> test.outcome == outcome).count();
    }

    private long count(String group, String jdk, Outcome outcome) {
        return cases.stream()
                .filter(test -> test.outcome == outcome && test.group().equals(group) && test.jdk.equals(jdk))
                .count();
    }
}

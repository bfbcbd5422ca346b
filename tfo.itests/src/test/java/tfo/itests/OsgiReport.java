package tfo.itests;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads what the tester in a framework wrote. */
final class OsgiReport {
    private static final Path REPORTS = Path.of(System.getProperty("tfo.osgi.reports"));
    private static final String RUN = ".bndrun";

    private OsgiReport() {}

    /** One test and its verdict: skipped or failed for this reason, or passed. */
    record Case(String type, String name, Optional<String> skipped, Optional<String> failed) {

        DynamicTest asTest() {
            return dynamicTest(type + "." + name, () -> {
                failed.ifPresent(why -> fail(why));
                skipped.ifPresent(why -> Assumptions.abort(why));
            });
        }
    }

    /** The names of the runs that this module describes. */
    static Stream<String> runs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files
                    .map(Path::toString)
                    .filter(name -> name.endsWith(RUN) && !name.equals("common" + RUN))
                    .map(name -> name.substring(0, name.length() - RUN.length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** The tests that this run reported; at least one. */
    static List<Case> of(String run) {
        List<Case> cases = new ArrayList<>();
        for (Path report : reports(REPORTS.resolve(run))) {
            elements(report, "testcase").map(OsgiReport::verdict).forEach(cases::add);
        }
        if (cases.isEmpty()) {
            fail("no test ran in " + run);
        }
        return cases;
    }

    /** The values of this system property in the reports of this run; at least one. */
    static List<String> properties(String run, String name) {
        List<String> values = reports(REPORTS.resolve(run)).stream()
                .flatMap(report -> elements(report, "property"))
                .filter(property -> property.getAttribute("name").equals(name))
                .map(property -> property.getAttribute("value"))
                .toList();
        return values.isEmpty() ? fail(run + " does not tell its " + name) : values;
    }

    private static List<Path> reports(Path folder) {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Element> elements(Path report, String name) {
        NodeList nodes = parse(report).getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
    }

    private static Document parse(Path report) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(report.toString(), e);
        }
    }

    private static Case verdict(Element test) {
        Optional<String> failed = text(test, "failure").or(() -> text(test, "error"));
        return new Case(test.getAttribute("classname"), test.getAttribute("name"), text(test, "skipped"), failed);
    }

    private static Optional<String> text(Element test, String name) {
        return Optional.ofNullable(test.getElementsByTagName(name).item(0)).map(node -> node.getTextContent());
    }
}

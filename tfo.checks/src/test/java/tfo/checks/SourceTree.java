package tfo.checks;

import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The tree as it lies on the disk, after Maven compiled and packed it. */
final class SourceTree {
    static final Path ROOT =
            Path.of(System.getProperty("tfo.root", "..")).toAbsolutePath().normalize();

    private SourceTree() {}

    /** The modules that the root pom names, without the one that is looking. */
    static List<String> modules() {
        NodeList names = pom().getElementsByTagName("module");
        return IntStream.range(0, names.getLength())
                .mapToObj(i -> names.item(i).getTextContent())
                .filter(name -> !name.equals("tfo.checks"))
                .collect(toList());
    }

    /** The modules that are bundles. */
    static List<String> bundles() {
        return modules().stream()
                .filter(name -> Files.exists(ROOT.resolve(name).resolve("bnd.bnd")))
                .collect(toList());
    }

    /** Where Maven put the classes of a module. */
    static Path classes(String module) {
        return ROOT.resolve(module).resolve("target/classes");
    }

    /** The jar that Maven made of a module. */
    static Path jar(String module) {
        String version = pom().getElementsByTagName("version").item(0).getTextContent();
        return ROOT.resolve(module).resolve("target/" + module + "-" + version + ".jar");
    }

    private static org.w3c.dom.Element pom() {
        try (InputStream pom = Files.newInputStream(ROOT.resolve("pom.xml"))) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom)
                    .getDocumentElement();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("pom.xml", e);
        }
    }
}

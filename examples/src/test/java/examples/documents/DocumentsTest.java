package examples.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What README and docs show is what the build compiles, runs and records. */
class DocumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("tfo.root")).normalize();
    private static final List<String> OF_A_MAN_PAGE =
            List.of("name", "synopsis", "description", "returns", "errors", "example", "see also");

    /** What the page of a command has instead. */
    private static final Map<String, String> OF_A_COMMAND = Map.of("returns", "exit status", "example", "examples");

    private static Map<String, Snippet> snippets;
    private static SourceText tried;

    @BeforeAll
    static void readTheSources() throws IOException {
        tried = SourceText.below(
                ROOT.resolve("examples/src"),
                ROOT.resolve("examples/dns-over-tls/src/main"),
                ROOT.resolve("tfo.itests/src/main"));
        snippets = Snippet.below(
                ROOT.resolve("examples/src/main"),
                ROOT.resolve("examples/src/modular"),
                ROOT.resolve("examples/dns-over-tls/src/main"));
        if (Boolean.getBoolean("update.docs")) {
            for (Document document : Document.below(ROOT)) {
                document.with(snippets).write();
            }
        }
    }

    @Test
    void everyPieceOfJavaIsASnippetOfTheSources() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Document document : Document.below(ROOT)) {
            for (Document.Block block : document.blocks("java")) {
                String complaint = complaint(block);
                if (!complaint.isEmpty()) {
                    wrong.add(document.file() + ":" + block.line() + ": " + complaint);
                }
            }
        }

        assertEquals("", String.join("\n", wrong));
    }

    private static String complaint(Document.Block block) {
        if (block.snippet().isEmpty()) {
            return tried.contains(block.text())
                    ? ""
                    : "this is in no source that the build runs: put it into examples, between \"// snippet: NAME\" and"
                            + " \"// end\", and <!-- snippet: NAME --> on the line above the block";
        }
        Snippet snippet = snippets.get(block.snippet());
        if (snippet == null) {
            return "there is no snippet " + block.snippet() + " below examples";
        }
        return snippet.text().equals(block.text())
                ? ""
                : "differs from snippet " + block.snippet() + " of " + snippet.source()
                        + "; mvn -pl examples -am verify -Dupdate.docs=true writes that into the document";
    }

    @Test
    void everySnippetIsShownSomewhere() throws IOException {
        Set<String> idle = new TreeSet<>(snippets.keySet());
        for (Document document : Document.below(ROOT)) {
            document.blocks("java").forEach(block -> idle.remove(block.snippet()));
        }

        assertEquals(Set.of(), idle);
    }

    @Test
    void everySynopsisIsOnRecord() throws IOException {
        Synopsis surface = new Synopsis(Files.readAllLines(ROOT.resolve("api/tfo.api.txt")));
        List<String> wrong = new ArrayList<>();
        int blocks = 0;
        for (Document document : Document.below(ROOT)) {
            for (Document.Block block : document.blocks("api")) {
                blocks++;
                String unknown = surface.unknown(block.text());
                if (!unknown.isEmpty()) {
                    wrong.add(document.file() + ":" + block.line() + ": not in api/tfo.api.txt:\n" + unknown);
                }
            }
        }

        assertEquals("", String.join("\n", wrong));
        assertTrue(blocks >= 4, "synopses found: " + blocks);
    }

    @Test
    void aPageOfTheManualHasTheSectionsOfAManPage() throws IOException {
        List<Document> pages = Document.below(ROOT.resolve("docs/man"));
        assertFalse(pages.isEmpty());

        for (Document page : pages) {
            List<String> missing = OF_A_MAN_PAGE.stream()
                    .filter(section -> !page.headings().contains(section))
                    .filter(section -> !page.headings().contains(OF_A_COMMAND.getOrDefault(section, section)))
                    .toList();
            assertEquals(List.of(), missing, page.file().toString());
        }
    }

    @Test
    void noLinkInsideTheTreeIsDead() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Document document : Document.below(ROOT)) {
            dead.addAll(document.deadLinks());
        }

        assertEquals("", String.join("\n", dead));
    }

    @Test
    void aDecisionNoteIsShort() throws IOException {
        for (Document note : Document.below(ROOT.resolve("docs/decisions"))) {
            assertTrue(
                    note.lines().size() <= 40,
                    note.file() + " has " + note.lines().size() + " lines");
        }
    }
}

package examples.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of the documents themselves notice what they are there for. */
class DocumentTest {
    private static final Path FILE = Path.of("X.java");

    @Test
    void aSnippetIsWhatStandsBetweenItsMarksWithoutTheCommonIndentation() {
        Map<String, Snippet> snippets = Snippet.in(
                FILE,
                List.of(
                        "class X {",
                        "    // snippet: a-b",
                        "    int a() {",
                        "        return 1;",
                        "    }",
                        "    // end",
                        "}"));

        assertEquals(Map.of("a-b", new Snippet(FILE, "int a() {\n    return 1;\n}\n")), snippets);
    }

    @Test
    void aSnippetWithoutEndIsAnError() {
        assertThrows(AssertionError.class, () -> Snippet.in(FILE, List.of("// snippet: a", "int a;")));
    }

    @Test
    void aBlockTakesItsNameFromTheLineAbove() {
        Document document = new Document(
                FILE,
                List.of(
                        "<!-- snippet: a -->",
                        "```java",
                        "int a;",
                        "```",
                        "",
                        "```java",
                        "int b;",
                        "```",
                        "```sh",
                        "ls",
                        "```"));

        assertEquals(
                List.of(new Document.Block(2, "java", "a", "int a;\n"), new Document.Block(6, "java", "", "int b;\n")),
                document.blocks("java"));
    }

    @Test
    void updatingReplacesTheBlockAndNothingElse() {
        Document document =
                new Document(FILE, List.of("# A", "<!-- snippet: a -->", "```java", "old", "older", "```", "end"));

        Document updated = document.with(Map.of("a", new Snippet(FILE, "new\n")));

        assertEquals(List.of("# A", "<!-- snippet: a -->", "```java", "new", "```", "end"), updated.lines());
    }

    @Test
    void aDeadLinkIsFound(@TempDir Path folder) throws Exception {
        Files.createFile(folder.resolve("there.md"));
        Path file = folder.resolve("a.md");
        Document document = new Document(
                file,
                List.of("[a](there.md#part) [b](gone.md) [c](https://example.org)", "<img alt=\"\" src=\"no.svg\">"));

        assertEquals(
                List.of(file + " links to gone.md, which is not there", file + " links to no.svg, which is not there"),
                document.deadLinks());
    }

    @Test
    void aSynopsisMayNameOnlyWhatIsOnRecord() {
        Synopsis surface = new Synopsis(List.of(
                "interface tfo.api.A extends java.io.Closeable",
                "    tfo.api.B$C b(java.net.Socket)",
                "",
                "enum tfo.api.D"));

        assertEquals("", surface.unknown("interface A extends Closeable\n    C b(Socket)\n"));
        assertEquals("    C b(int)", surface.unknown("interface A extends Closeable\n    C b(int)\n"));
        assertEquals("    C b(Socket)", surface.unknown("enum D\n    C b(Socket)\n"));
        assertEquals("enum E", surface.unknown("enum E\n"));
    }

    @Test
    void codeIsFoundInASourceByWholeLinesWhateverItsIndentation() {
        SourceText sources = new SourceText(List.of("class A {\n    int a() {\n        return 1;\n    }\n}\n"));

        assertTrue(sources.contains("int a() {\n    return 1;\n}\n"));
        assertFalse(sources.contains("int a() {\n    return 2;\n}\n"));
        assertFalse(sources.contains("a() {\n    return 1;\n}\n"));
        assertFalse(sources.contains("int a() {\n    return\n"));
    }
}

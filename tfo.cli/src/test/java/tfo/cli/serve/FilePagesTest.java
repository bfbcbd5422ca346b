package tfo.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilePagesTest {
    @TempDir
    private Path temporary;

    private Path root;
    private FilePages pages;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(temporary.resolve("root"));
        Files.writeString(temporary.resolve("secret"), "secret");
        Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(temporary.resolve("outside/index.html"), "secret");
        Files.createDirectories(root.resolve("folder/deep"));
        Files.writeString(root.resolve("folder/index.html"), "<p>index");
        Files.writeString(root.resolve("a b.txt"), "plain");
        Files.createSymbolicLink(root.resolve("inside.txt"), Path.of("a b.txt"));
        Files.createSymbolicLink(root.resolve("link"), temporary.resolve("secret"));
        Files.createSymbolicLink(root.resolve("folder/up"), Path.of("../.."));
        Files.createSymbolicLink(root.resolve("out"), temporary.resolve("outside"));
        pages = new FilePages(root);
    }

    @Test
    void aFileIsServedWithItsType() throws IOException {
        Page page = pages.find("/a%20b.txt");

        assertEquals(200, page.status());
        assertEquals("text/plain", page.fields().get("Content-Type"));
        assertEquals("plain", body(page));
    }

    @Test
    void aLinkWithinTheFolderIsFollowed() throws IOException {
        assertEquals("plain", body(pages.find("/inside.txt")));
    }

    @Test
    void aFolderIsItsIndex() throws IOException {
        assertEquals("<p>index", body(pages.find("/folder/")));
        assertEquals(301, pages.find("/folder").status());
        assertEquals("/folder/", pages.find("/folder").fields().get("Location"));
        assertEquals("/folder/", pages.find("//folder").fields().get("Location"));
        assertEquals(404, pages.find("/folder/deep/").status());
        assertEquals(404, pages.find("/").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/link",
                "/folder/up/secret",
                "/out/",
                "/out/index.html",
                "/out",
                "/nothing",
                "/a%20b.txt/",
                "/a%20b.txt/x"
            })
    void whatIsOutsideOrMissingIsNotFound(String path) throws IOException {
        Page page = pages.find(path);

        assertEquals(404, page.status());
        assertEquals("not found\n", body(page));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret", "/folder/../../secret", "/%2e%2e/secret", "/..%2fsecret", "/%00"})
    void pathsThatClimbAreRefused(String path) throws IOException {
        assertEquals(400, pages.find(path).status());
    }

    @Test
    void aPipeIsNoFile() throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                        .start()
                        .waitFor());

        assertEquals(404, pages.find("/pipe").status());
    }

    @Test
    void aFileThatShrinksEndsTheAnswer() throws IOException {
        Page page = pages.find("/a%20b.txt");
        Files.writeString(root.resolve("a b.txt"), "pl");

        assertThrows(EOFException.class, () -> body(page));
    }

    @Test
    void aFileThatGrowsIsCutAtItsAnnouncedLength() throws IOException {
        Page page = pages.find("/a%20b.txt");
        Files.writeString(root.resolve("a b.txt"), "plainer");

        assertEquals("plain", body(page));
    }

    private static String body(Page page) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.body().writeTo(out);
        assertEquals(page.length(), out.size());
        return out.toString(StandardCharsets.UTF_8);
    }
}

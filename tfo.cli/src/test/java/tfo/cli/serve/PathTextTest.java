package tfo.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {
    @Test
    void segmentsAreDecoded() {
        assertEquals(Optional.of(List.of("a b", "ä%", "...")), PathText.segments("//a%20b/%C3%A4%25/.../"));
        assertEquals(Optional.of(List.of()), PathText.segments("/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/..", "/a/../b", "/%2e%2E/b", "/.", "/a%2fb", "/a%00", "/%0a", "/%", "/%4", "/%zz", "/%ff"})
    void whatIsNotPlainIsRefused(String path) {
        assertTrue(PathText.segments(path).isEmpty());
    }

    @Test
    void aFolderIsEncodedAgain() {
        assertEquals("/a%20b/%C3%A4/x%3F%0D/", PathText.ofFolder(List.of("a b", "ä", "x?\r")));
    }
}

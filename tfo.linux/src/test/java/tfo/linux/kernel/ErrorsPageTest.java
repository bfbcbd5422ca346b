package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/man/errors.md says what the code does. */
class ErrorsPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (E[A-Z]+) \\| `(\\w+)` \\|");
    // What is handled inside, or is an option's, which has exceptions of its own.
    private static final String INNER = "ENOENT|ENODEV|EINTR|EBADF|EAGAIN|EINPROGRESS|EISCONN|EOPNOTSUPP";

    @Test
    void thePageHasTheExceptionOfEveryErrno() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (Errno errno : Errno.values()) {
            if (!errno.name().matches(INNER)) {
                expected.put(
                        errno.name(), Errno.exception(errno.result()).getClass().getSimpleName());
            }
        }
        Map<String, String> page = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("..", "docs", "man", "errors.md")));
        while (row.find()) {
            page.put(row.group(1), row.group(2));
        }

        assertEquals(expected, page);
    }
}

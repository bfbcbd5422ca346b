package tfo.cli.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "94, 94 B",
        "9999, 9999 B",
        "10000, 10.0 kB",
        "999949, 999.9 kB",
        "999950, 1.0 MB",
        "3000000, 3.0 MB",
        "121257475, 121.3 MB",
        "8000000000, 8.0 GB",
        "9223372036854775807, 9223372.0 TB"
    })
    void bytesAreShownInTheUnitThatFits(long bytes, String text) {
        assertEquals(text, Amount.bytes(bytes));
        assertEquals(text + "/s", Amount.perSecond((double) bytes));
    }
}

package tfo.cli.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "50ms,PT0.05S",
        "2s,PT2S",
        "1.5s,PT1.5S",
        "250us,PT0.00025S",
        "3m,PT3M",
        "1h,PT1H",
        "PT1S,PT1S",
        "0s,PT0S"
    })
    void readsWhatPeopleWrite(String text, Duration expected) {
        assertEquals(expected, DurationText.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "50", "ms", "-1s", "PT-1S", "5 s", "1e3ms", "99999999999s", "1.s"})
    void refusesTheRestAndShowsHow(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));

        assertTrue(refused.getMessage().contains("'" + text + "'"), refused.getMessage());
    }

    @Test
    void speaksInTheUnitThatReadsBest() {
        assertEquals("0.31 ms", DurationText.words(Duration.ofNanos(312_000)));
        assertEquals("50.2 ms", DurationText.words(Duration.ofNanos(50_200_000)));
        assertEquals("2.5 s", DurationText.words(Duration.ofMillis(2500)));
    }
}

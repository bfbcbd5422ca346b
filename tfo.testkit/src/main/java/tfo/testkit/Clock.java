package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.function.Executable;

/** Measures how long it takes to fail. */
public final class Clock {
    // What a loaded machine may add; a time-out that is not kept exceeds it by far.
    private static final Duration LATE = Duration.ofSeconds(6);

    /** The least that is held against who gives up so much later than it should. */
    public static final Duration TOO_LATE = LATE.plusMillis(200);

    private Clock() {}

    /** Asserts that it throws this, not before the limit and not long after. */
    public static void assertThrowsAfter(Duration limit, Class<? extends IOException> type, Executable work) {
        Duration taken = untilThrows(type, work);

        assertTrue(taken.compareTo(limit) >= 0, () -> "gave up after " + taken + ", before " + limit);
        assertTrue(taken.compareTo(limit.plus(LATE)) < 0, () -> "gave up after " + taken + " instead of " + limit);
    }

    /** How long it takes to throw this. */
    public static Duration untilThrows(Class<? extends IOException> type, Executable work) {
        long begin = System.nanoTime();
        assertThrows(type, work);
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}

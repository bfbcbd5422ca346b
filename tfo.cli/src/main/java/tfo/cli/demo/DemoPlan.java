package tfo.cli.demo;

import java.time.Duration;

/**
 * What to run.
 *
 * @param rtt the round trip of the line, 1 ms to 10 s
 * @param rounds how many times each way to connect is taken, in turn
 * @param server who answers
 */
public record DemoPlan(Duration rtt, int rounds, DemoServer server) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Checks the limits. */
    public DemoPlan {
        if (rtt.compareTo(SHORTEST) < 0 || rtt.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the round trip must be between 1ms and 10s");
        }
        if (rounds < 1 || rounds > 10_000) {
            throw new IllegalArgumentException("the number of rounds must be between 1 and 10000");
        }
    }
}

package tfo.tls.gnutls.transport;

import java.time.Duration;

/** A point in time after which nobody waits any more. Immutable. */
public final class Deadline {
    private static final Deadline NEVER = new Deadline(false, 0);
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private final boolean bounded;
    private final long at;

    private Deadline(boolean bounded, long at) {
        this.bounded = bounded;
        this.at = at;
    }

    /** That never comes. */
    public static Deadline never() {
        return NEVER;
    }

    /** From now on so long; zero for ever. */
    public static Deadline in(Duration limit) {
        boolean bounded = !limit.isZero() && limit.compareTo(FOR_EVER) < 0;
        return bounded ? new Deadline(true, System.nanoTime() + limit.toNanos()) : NEVER;
    }

    /** The one of both that comes first. */
    public Deadline sooner(Deadline other) {
        return other.nanos() < nanos() ? other : this;
    }

    /** Whether there is one. */
    public boolean isBounded() {
        return bounded;
    }

    /** Whether it has passed. */
    public boolean over() {
        return bounded && nanos() <= 0;
    }

    /** How long until then in nanoseconds; a very long time if that is never. */
    public long nanos() {
        return bounded ? at - System.nanoTime() : Long.MAX_VALUE;
    }

    /** The same in whole milliseconds, at least one, for a wait that does not end early. */
    public int millis() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, nanos() / NANOS_PER_MILLI + 1));
    }

    /** The time left; zero for ever, and never zero where it is bounded. */
    public Duration left() {
        return bounded ? Duration.ofNanos(Math.max(1, nanos())) : Duration.ZERO;
    }
}

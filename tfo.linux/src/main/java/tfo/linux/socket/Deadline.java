package tfo.linux.socket;

import java.time.Duration;

/** A moment to give up at, or none. */
final class Deadline {
    static final Deadline NONE = new Deadline(false, 0);

    private final boolean limited;
    private final long at;

    private Deadline(boolean limited, long at) {
        this.limited = limited;
        this.at = at;
    }

    /** So long from now; zero is never. */
    static Deadline after(Duration limit) {
        if (limit.isZero()) {
            return NONE;
        }
        // A time-out of centuries does not fit into nanoseconds, and is none.
        return limit.compareTo(Duration.ofDays(10_000)) > 0 ? NONE : afterNanos(limit.toNanos());
    }

    static Deadline afterNanos(long nanos) {
        return new Deadline(true, System.nanoTime() + nanos);
    }

    boolean limited() {
        return limited;
    }

    boolean over() {
        return limited && remaining() <= 0;
    }

    /** Nanoseconds, negative once it is over; without a limit the longest there is. */
    long remaining() {
        return limited ? at - System.nanoTime() : Long.MAX_VALUE;
    }

    /** What is left of it as a time-out, which is never zero; without a limit zero. */
    Duration left() {
        return limited ? Duration.ofNanos(Math.max(1, remaining())) : Duration.ZERO;
    }

    Deadline earlier(Deadline other) {
        return remaining() <= other.remaining() ? this : other;
    }
}

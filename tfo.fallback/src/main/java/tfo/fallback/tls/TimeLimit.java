package tfo.fallback.tls;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** A moment by which something is to be done, or none. */
final class TimeLimit {
    static final TimeLimit NONE = new TimeLimit(Duration.ZERO);

    private final Duration length;
    private final long begin = System.nanoTime();

    private TimeLimit(Duration length) {
        this.length = length;
    }

    /** From now on this long; zero means without end. */
    static TimeLimit of(Duration length) {
        return length.isZero() ? NONE : new TimeLimit(length);
    }

    boolean isNone() {
        return length.isZero();
    }

    boolean over() {
        return remaining() <= 0;
    }

    /** Nanoseconds until then, negative afterwards; for ever is {@link Long#MAX_VALUE}. */
    long remaining() {
        return isNone() ? Long.MAX_VALUE : nanos() - (System.nanoTime() - begin);
    }

    private long nanos() {
        // What is too long for a long of nanoseconds (292 years) becomes the longest.
        return length.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? length.toNanos() : Long.MAX_VALUE;
    }

    SocketTimeoutException exceeded(String operation) {
        return new SocketTimeoutException(operation + ": not done within " + length.toMillis() + " ms");
    }
}

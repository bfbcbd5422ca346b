package tfo.lab.wire;

/** How late a sleeper usually wakes, learnt by going after the median in small steps. For one thread. */
final class Lead {
    private static final long STEP = 2_000;
    // Beyond this it is no habit of the timer but a machine too busy, and waking early would only cost.
    private static final long LIMIT = 300_000;

    private long nanos;

    /** How much before the moment one should ask to be woken. */
    long nanos() {
        return nanos;
    }

    /** Learns from one awakening; a negative lateness means that something else than the alarm woke the sleeper. */
    void woke(long lateness) {
        if (lateness >= 0) {
            nanos = Math.max(0, Math.min(LIMIT, nanos + (lateness > nanos ? STEP : -STEP)));
        }
    }
}

package tfo.api.tcp;

/**
 * The TCPFastOpen* rows of /proc/net/netstat: totals of one network namespace since it was made. A row that the running kernel
 * lacks is zero. Each end counts its own: {@link #active} and {@link #activeFail} what was sent, all others but {@link #blackhole}
 * what came. A SYN without data, with a cookie by which a server that speaks first is let speak at once or with a request for one,
 * counts where it comes only.
 *
 * @param active {@link FastOpenCounter#ACTIVE}
 * @param activeFail {@link FastOpenCounter#ACTIVE_FAIL}
 * @param passive {@link FastOpenCounter#PASSIVE}
 * @param passiveFail {@link FastOpenCounter#PASSIVE_FAIL}
 * @param listenOverflow {@link FastOpenCounter#LISTEN_OVERFLOW}
 * @param cookieRequested {@link FastOpenCounter#COOKIE_REQUESTED}
 * @param blackhole {@link FastOpenCounter#BLACKHOLE}
 * @param passiveAltKey {@link FastOpenCounter#PASSIVE_ALT_KEY}
 */
public record FastOpenCounters(
        long active,
        long activeFail,
        long passive,
        long passiveFail,
        long listenOverflow,
        long cookieRequested,
        long blackhole,
        long passiveAltKey) {

    /** All zero: the view of a system without these counters. */
    public static final FastOpenCounters NONE = new FastOpenCounters(0, 0, 0, 0, 0, 0, 0, 0);

    /** The total of this row. */
    public long get(FastOpenCounter counter) {
        return switch (counter) {
            case ACTIVE -> active;
            case ACTIVE_FAIL -> activeFail;
            case PASSIVE -> passive;
            case PASSIVE_FAIL -> passiveFail;
            case LISTEN_OVERFLOW -> listenOverflow;
            case COOKIE_REQUESTED -> cookieRequested;
            case BLACKHOLE -> blackhole;
            case PASSIVE_ALT_KEY -> passiveAltKey;
        };
    }

    /** What was added since that earlier reading. */
    public FastOpenCounters since(FastOpenCounters earlier) {
        return new FastOpenCounters(
                active - earlier.active,
                activeFail - earlier.activeFail,
                passive - earlier.passive,
                passiveFail - earlier.passiveFail,
                listenOverflow - earlier.listenOverflow,
                cookieRequested - earlier.cookieRequested,
                blackhole - earlier.blackhole,
                passiveAltKey - earlier.passiveAltKey);
    }
}

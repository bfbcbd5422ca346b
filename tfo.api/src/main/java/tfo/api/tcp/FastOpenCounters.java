package tfo.api.tcp;

/**
 * The TCPFastOpen* rows of /proc/net/netstat: totals of one network namespace since it was made. A row that the running kernel
 * lacks is zero. A SYN without data that has a cookie, by which a server that speaks first is let speak at once, counts where it is
 * taken and not where it is sent: as passive, not as active.
 *
 * @param active TCPFastOpenActive: SYNs with data that were acknowledged
 * @param activeFail TCPFastOpenActiveFail: SYNs with data that were not
 * @param passive TCPFastOpenPassive: connections accepted at the SYN, by its cookie or where none is needed, with data in it or
 *     without
 * @param passiveFail TCPFastOpenPassiveFail: SYNs with data whose cookie was not valid
 * @param listenOverflow TCPFastOpenListenOverflow: SYNs with data above a listener's Fast Open queue
 * @param cookieRequested TCPFastOpenCookieReqd: SYNs that asked for a cookie
 * @param blackhole TCPFastOpenBlackhole: how often the kernel gave up Fast Open for a while
 * @param passiveAltKey TCPFastOpenPassiveAltKey: cookies that were valid by the backup key
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

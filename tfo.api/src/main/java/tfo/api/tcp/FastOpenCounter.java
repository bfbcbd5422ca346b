package tfo.api.tcp;

/** The rows of Fast Open in /proc/net/netstat, and what the kernel counts in each. */
public enum FastOpenCounter {
    /** TCPFastOpenActive: SYNs sent with data that was acknowledged with them. */
    ACTIVE("TCPFastOpenActive", "SYNs sent with data that was acknowledged with them"),
    /** TCPFastOpenActiveFail: SYNs sent with data that was not, and Fast Opens with three time-outs in a row. */
    ACTIVE_FAIL(
            "TCPFastOpenActiveFail", "SYNs sent with data that was not, and Fast Opens with three time-outs in a row"),
    /** TCPFastOpenPassive: SYNs accepted at once, by a valid cookie or where none is needed; with data or without. */
    PASSIVE(
            "TCPFastOpenPassive",
            "SYNs accepted at once, by a valid cookie or where none is needed; with data or without"),
    /** TCPFastOpenPassiveFail: SYNs received with a cookie that was not valid; with data or without. */
    PASSIVE_FAIL("TCPFastOpenPassiveFail", "SYNs received with a cookie that was not valid; with data or without"),
    /** TCPFastOpenListenOverflow: SYNs with data, a cookie or a request for one, above a listener's Fast Open queue. */
    LISTEN_OVERFLOW(
            "TCPFastOpenListenOverflow",
            "SYNs with data, a cookie or a request for one, above a listener's Fast Open queue"),
    /** TCPFastOpenCookieReqd: SYNs received that ask for a cookie, be one given or not; those sent are not counted. */
    COOKIE_REQUESTED(
            "TCPFastOpenCookieReqd",
            "SYNs received that ask for a cookie, be one given or not; those sent are not counted"),
    /** TCPFastOpenBlackhole: times the kernel gave up Fast Open for a while. */
    BLACKHOLE("TCPFastOpenBlackhole", "times the kernel gave up Fast Open for a while"),
    /** TCPFastOpenPassiveAltKey: SYNs accepted at once by a cookie of the backup key. */
    PASSIVE_ALT_KEY("TCPFastOpenPassiveAltKey", "SYNs accepted at once by a cookie of the backup key");

    private final String row;
    private final String meaning;

    FastOpenCounter(String row, String meaning) {
        this.row = row;
        this.meaning = meaning;
    }

    /** The row's name, such as {@code TCPFastOpenActive}; nstat(8) puts {@code TcpExt} before it. */
    public String row() {
        return row;
    }

    /** What it counts, in a few words. */
    public String meaning() {
        return meaning;
    }
}

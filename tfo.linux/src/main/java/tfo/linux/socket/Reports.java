package tfo.linux.socket;

import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.linux.kernel.Handshake;

/** Puts what TCP_INFO tells of a handshake into a report. */
final class Reports {
    private Reports() {}

    /**
     * For a connection that asked for Fast Open and stands.
     *
     * @param inSyn how many bytes were sent at first; in the SYN, if there was a cookie
     */
    static FastOpenReport ofClient(Handshake handshake, int offered, int inSyn) {
        return switch (handshake.failure()) {
            case SYN_RETRANSMITTED -> lost(offered, inSyn);
            case DATA_NOT_ACKED ->
                new FastOpenReport(
                        Outcome.NOT_ACKNOWLEDGED,
                        "the peer acknowledged the SYN without its data: its key has changed, its listener takes none,"
                                + " or the option was lost on the way",
                        offered,
                        inSyn);
            case COOKIE_UNAVAILABLE -> withoutCookie(handshake, offered);
            case NONE -> withoutFailure(handshake, offered, inSyn);
        };
    }

    private static FastOpenReport withoutCookie(Handshake handshake, int offered) {
        return handshake.retransmits() > 0
                ? lost(offered, 0)
                : new FastOpenReport(Outcome.COOKIE_REQUESTED, "no cookie was at hand; one was asked for", offered, 0);
    }

    private static FastOpenReport withoutFailure(Handshake handshake, int offered, int inSyn) {
        if (handshake.synDataAcked()) {
            return new FastOpenReport(Outcome.ACKNOWLEDGED, "", offered, inSyn);
        }
        if (handshake.retransmits() > 0) {
            return lost(offered, inSyn);
        }
        return FastOpenReport.notTried(
                offered == 0
                        ? "nothing was written before the SYN had to leave"
                        : "the kernel did not try: it has paused Fast Open"
                                + " (net.ipv4.tcp_fastopen_blackhole_timeout_sec)",
                offered);
    }

    private static FastOpenReport lost(int offered, int inSyn) {
        return new FastOpenReport(
                Outcome.SYN_RETRANSMITTED, "the SYN that asked for Fast Open was lost", offered, inSyn);
    }

    /** For a connection made plainly after a SYN that asked for Fast Open was answered by a reset. */
    static FastOpenReport ofReset(int offered, int inSyn) {
        return new FastOpenReport(
                Outcome.NOT_ACKNOWLEDGED,
                "the SYN that asked for Fast Open was answered by a reset; all was sent again over an ordinary connection",
                offered,
                inSyn);
    }

    /** For a connection made plainly because a SYN that asked for Fast Open was not answered while there was time. */
    static FastOpenReport ofSilence(int offered, int inSyn) {
        return new FastOpenReport(
                Outcome.SYN_RETRANSMITTED,
                "the SYN that asked for Fast Open was not answered in a third of the time-out;"
                        + " all was sent over an ordinary connection",
                offered,
                inSyn);
    }

    /** For an accepted connection. */
    static FastOpenReport ofServer(Handshake handshake) {
        return handshake.synDataAcked()
                ? new FastOpenReport(Outcome.ACKNOWLEDGED, "", 0, 0)
                : FastOpenReport.notTried("no data came with the SYN", 0);
    }
}

package tfo.api.tcp;

import java.time.Duration;
import java.util.Optional;

/**
 * What the congestion control algorithm of a connection tells of itself: {@code union tcp_cc_info} of linux/inet_diag.h, read by
 * {@link TcpOptions#TCP_CC_INFO}.
 */
public sealed interface CongestionInfo {

    /** The algorithm's name, as {@link TcpOptions#TCP_CONGESTION} has it. */
    String algorithm();

    /**
     * Of bbr and its later versions, whose names begin so.
     *
     * @param algorithm its name
     * @param bandwidth what it takes for the path's, in bytes per second
     * @param minRtt the shortest round trip of the last ten seconds; empty while none is known
     * @param pacingGain how much faster than that it sends now
     * @param cwndGain how much more than bandwidth times round trip it has under way now
     */
    record Bbr(String algorithm, long bandwidth, Optional<Duration> minRtt, double pacingGain, double cwndGain)
            implements CongestionInfo {}

    /**
     * Of vegas, and of those that tell the same: westwood, yeah, illinois, nv, cdg.
     *
     * @param algorithm its name
     * @param enabled whether it is at work
     * @param samples how many round trips it measured in this window
     * @param rtt the round trip it found; empty while it has found none
     * @param minRtt the shortest; empty while none is known
     */
    record Vegas(String algorithm, boolean enabled, int samples, Optional<Duration> rtt, Optional<Duration> minRtt)
            implements CongestionInfo {}

    /**
     * Of dctcp.
     *
     * @param algorithm its name
     * @param enabled whether it is at work: both ends have ECN
     * @param marked whether the last packet was marked
     * @param alpha the share of marked bytes, 0 to 1
     * @param markedBytes bytes acknowledged as marked in this window
     * @param totalBytes bytes acknowledged in this window
     */
    record Dctcp(String algorithm, boolean enabled, boolean marked, double alpha, long markedBytes, long totalBytes)
            implements CongestionInfo {}

    /**
     * Of one that tells nothing, as cubic and reno do, or what this library cannot read.
     *
     * @param algorithm its name
     */
    record Silent(String algorithm) implements CongestionInfo {}
}

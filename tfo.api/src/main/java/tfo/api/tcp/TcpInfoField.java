package tfo.api.tcp;

import java.util.Locale;

/** The fields of {@link TcpInfo}, by their names in linux/tcp.h and in the order of struct tcp_info there. */
public enum TcpInfoField {
    /** The state of the connection, a {@link TcpState}'s ordinal. */
    STATE(Unit.NUMBER),
    /** The state of its congestion control, a {@link TcpInfo.CongestionState}'s ordinal. */
    CA_STATE(Unit.NUMBER),
    /** Retransmissions in a row of the segment now waited for. */
    RETRANSMITS(Unit.COUNT),
    /** Probes of a closed window or of an idle peer that are unanswered. */
    PROBES(Unit.COUNT),
    /** How often the RTO has been doubled for want of an answer. */
    BACKOFF(Unit.COUNT),
    /** Flags, an {@link TcpInfo.Option} each. */
    OPTIONS(Unit.NUMBER),
    /** By how many bits the peer's windows are shifted. */
    SND_WSCALE(Unit.NUMBER),
    /** By how many bits ours are. */
    RCV_WSCALE(Unit.NUMBER),
    /** 1 if the delivery rate shows only what the program wrote. Since Linux 4.9. */
    DELIVERY_RATE_APP_LIMITED(Unit.NUMBER),
    /** Why data in the SYN was not acknowledged, a {@link TcpInfo.FastOpenClientFailure}'s ordinal. Since Linux 5.5. */
    FASTOPEN_CLIENT_FAIL(Unit.NUMBER),
    /** The retransmission timeout. */
    RTO(Unit.MICROSECONDS),
    /** After how long an acknowledgement is sent that waits for data to go with. */
    ATO(Unit.MICROSECONDS),
    /** Payload of a full segment sent. */
    SND_MSS(Unit.BYTES),
    /** Payload of a full segment received, as far as seen. */
    RCV_MSS(Unit.BYTES),
    /** Segments sent and not acknowledged; of a listener: connections that wait to be accepted. */
    UNACKED(Unit.COUNT),
    /** Segments acknowledged out of order; of a listener: its backlog. */
    SACKED(Unit.COUNT),
    /** Segments held to be lost. */
    LOST(Unit.COUNT),
    /** Segments sent again and not acknowledged. */
    RETRANS(Unit.COUNT),
    /** No longer kept by kernels since 4.15, which show zero. */
    FACKETS(Unit.COUNT),
    /** Since data was last sent; of what was never connected: since about the machine's start, as the two below. */
    LAST_DATA_SENT(Unit.MILLISECONDS),
    /** Not kept: always zero. */
    LAST_ACK_SENT(Unit.MILLISECONDS),
    /** Since data last came. */
    LAST_DATA_RECV(Unit.MILLISECONDS),
    /** Since an acknowledgement last came. */
    LAST_ACK_RECV(Unit.MILLISECONDS),
    /** The largest packet on this path. */
    PMTU(Unit.BYTES),
    /** How far the window offered may grow now. */
    RCV_SSTHRESH(Unit.BYTES),
    /** The smoothed round-trip time; zero if none was measured. */
    RTT(Unit.MICROSECONDS),
    /** Its mean deviation. */
    RTTVAR(Unit.MICROSECONDS),
    /** Segments at which slow start ends; 2147483647 while no loss has set it. */
    SND_SSTHRESH(Unit.COUNT),
    /** Segments that may be under way. */
    SND_CWND(Unit.COUNT),
    /** The largest segment told to the peer. */
    ADVMSS(Unit.BYTES),
    /** By how many segments packets may overtake each other before one is held to be lost. */
    REORDERING(Unit.COUNT),
    /** The round-trip time as a receiver sees it; zero if none was measured. */
    RCV_RTT(Unit.MICROSECONDS),
    /** Bytes that the program last read in one round trip. */
    RCV_SPACE(Unit.BYTES),
    /** Retransmissions in the connection's life. */
    TOTAL_RETRANS(Unit.COUNT),
    /** How fast segments may leave; all bits set: no limit. Since Linux 3.15. */
    PACING_RATE(Unit.BYTES_PER_SECOND),
    /** The limit by SO_MAX_PACING_RATE; all bits set: none. Since Linux 3.15. */
    MAX_PACING_RATE(Unit.BYTES_PER_SECOND),
    /** Bytes sent and acknowledged; a SYN that was sent and a FIN count as one each. Since Linux 4.1. */
    BYTES_ACKED(Unit.BYTES),
    /** Bytes received in order; a FIN counts as one. Since Linux 4.1. */
    BYTES_RECEIVED(Unit.BYTES),
    /** Segments sent. Since Linux 4.2. */
    SEGS_OUT(Unit.COUNT),
    /** Segments received. Since Linux 4.2. */
    SEGS_IN(Unit.COUNT),
    /** Bytes written and not yet sent. Since Linux 4.6. */
    NOTSENT_BYTES(Unit.BYTES),
    /** The smallest round-trip time seen; 4294967295 if none was measured. Since Linux 4.6. */
    MIN_RTT(Unit.MICROSECONDS),
    /** Segments with data received. Since Linux 4.6. */
    DATA_SEGS_IN(Unit.COUNT),
    /** Segments with data sent. Since Linux 4.6. */
    DATA_SEGS_OUT(Unit.COUNT),
    /** How fast bytes arrive at the peer, as last measured. Since Linux 4.9. */
    DELIVERY_RATE(Unit.BYTES_PER_SECOND),
    /** How long there was something to send. Since Linux 4.10. */
    BUSY_TIME(Unit.MICROSECONDS),
    /** How much of that the peer's window stood in the way. Since Linux 4.10. */
    RWND_LIMITED(Unit.MICROSECONDS),
    /** How much of that the send buffer was too small. Since Linux 4.10. */
    SNDBUF_LIMITED(Unit.MICROSECONDS),
    /** Segments that arrived, also out of order. Since Linux 4.18. */
    DELIVERED(Unit.COUNT),
    /** Those of them that met congestion (ECN). Since Linux 4.18. */
    DELIVERED_CE(Unit.COUNT),
    /** Bytes sent, those sent again included. Since Linux 4.19. */
    BYTES_SENT(Unit.BYTES),
    /** Bytes sent again. Since Linux 4.19. */
    BYTES_RETRANS(Unit.BYTES),
    /** Segments that the peer says it got twice. Since Linux 4.19. */
    DSACK_DUPS(Unit.COUNT),
    /** How often packets overtook each other. Since Linux 4.19. */
    REORD_SEEN(Unit.COUNT),
    /** Segments received out of order. Since Linux 5.4. */
    RCV_OOOPACK(Unit.COUNT),
    /** The window that the peer offers. Since Linux 5.4. */
    SND_WND(Unit.BYTES),
    /** The window offered to the peer. Since Linux 6.2. */
    RCV_WND(Unit.BYTES),
    /** How often another path was tried after a timeout or congestion. Since Linux 6.2. */
    REHASH(Unit.COUNT),
    /** How often the RTO ran out. Since Linux 6.7. */
    TOTAL_RTO(Unit.COUNT),
    /** How often the connection recovered from that. Since Linux 6.7. */
    TOTAL_RTO_RECOVERIES(Unit.COUNT),
    /** How long these recoveries took together. Since Linux 6.7. */
    TOTAL_RTO_TIME(Unit.MILLISECONDS),
    /** Packets received that met congestion (accurate ECN, RFC 9768). Since Linux 6.18. */
    RECEIVED_CE(Unit.COUNT),
    /** Bytes that arrived at the peer marked ECT(1). Since Linux 6.18. */
    DELIVERED_E1_BYTES(Unit.BYTES),
    /** Those marked ECT(0). Since Linux 6.18. */
    DELIVERED_E0_BYTES(Unit.BYTES),
    /** Those that met congestion. Since Linux 6.18. */
    DELIVERED_CE_BYTES(Unit.BYTES),
    /** Bytes received marked ECT(1). Since Linux 6.18. */
    RECEIVED_E1_BYTES(Unit.BYTES),
    /** Those marked ECT(0). Since Linux 6.18. */
    RECEIVED_E0_BYTES(Unit.BYTES),
    /** Those that met congestion. Since Linux 6.18. */
    RECEIVED_CE_BYTES(Unit.BYTES),
    /** The last 32 bits, undecoded: in Linux 6.18 tcpi_accecn_fail_mode and tcpi_accecn_opt_seen, laid out anew since. */
    ACCECN(Unit.NUMBER);

    private final Unit unit;

    TcpInfoField(Unit unit) {
        this.unit = unit;
    }

    /** What it counts. */
    public Unit unit() {
        return unit;
    }

    /** Its name in linux/tcp.h, such as {@code tcpi_rtt}. */
    @Override
    public String toString() {
        return "tcpi_" + name().toLowerCase(Locale.ROOT);
    }

    /** What a field counts. */
    public enum Unit {
        /** A number without a unit: a state, flags, a shift. */
        NUMBER,
        /** Events or segments. */
        COUNT,
        /** Bytes. */
        BYTES,
        /** Microseconds. */
        MICROSECONDS,
        /** Milliseconds. */
        MILLISECONDS,
        /** Bytes per second; all bits set: no limit. */
        BYTES_PER_SECOND
    }
}

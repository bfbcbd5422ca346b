package tfo.api.socket;

import java.time.Duration;

/**
 * A snapshot of struct tcp_info, TCP_INFO of tcp(7). Fields that the running kernel lacks are zero.
 *
 * @param state the connection's state
 * @param synDataAcked data in the SYN was acknowledged; on an accepted connection: was received (TCPI_OPT_SYN_DATA)
 * @param fastOpenFailure why data in the SYN was not acknowledged (tcpi_fastopen_client_fail)
 * @param rtt the smoothed round-trip time
 * @param rttVariation its mean deviation
 * @param minRtt the smallest round-trip time seen
 * @param retransmissionTimeout the current RTO
 * @param sendMss bytes of payload in a full segment sent
 * @param receiveMss the same for segments received, as far as seen
 * @param pathMtu bytes of a packet on this path
 * @param congestionWindow segments that may be under way
 * @param slowStartThreshold segments at which slow start ends
 * @param unacked segments sent and not acknowledged
 * @param lost segments held to be lost
 * @param retransmits retransmissions in a row of the segment now waited for
 * @param totalRetransmits retransmissions in the connection's life, of the SYN too
 * @param notSentBytes bytes written and not yet sent
 * @param bytesAcked bytes sent and acknowledged
 * @param bytesReceived bytes received in order
 * @param segmentsOut segments sent
 * @param segmentsIn segments received
 * @param deliveryRate the newest measurement, in bytes per second
 */
public record TcpInfo(
        TcpState state,
        boolean synDataAcked,
        FastOpenClientFailure fastOpenFailure,
        Duration rtt,
        Duration rttVariation,
        Duration minRtt,
        Duration retransmissionTimeout,
        int sendMss,
        int receiveMss,
        int pathMtu,
        int congestionWindow,
        int slowStartThreshold,
        int unacked,
        int lost,
        int retransmits,
        int totalRetransmits,
        int notSentBytes,
        long bytesAcked,
        long bytesReceived,
        long segmentsOut,
        long segmentsIn,
        long deliveryRate) {

    /** Why data in the SYN was not acknowledged: tcpi_fastopen_client_fail, in the order and with the numbers of the kernel. */
    public enum FastOpenClientFailure {
        /** It was, or none was sent. */
        NONE,
        /** There was no cookie. */
        COOKIE_UNAVAILABLE,
        /** The peer's SYN-ACK acknowledged the SYN only. */
        DATA_NOT_ACKED,
        /** The SYN had to be sent again. */
        SYN_RETRANSMITTED
    }
}

package tfo.api.socket;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfoField;
import tfo.api.tcp.TcpState;

/**
 * The bytes of payload among those that TCP_INFO counts, to which the SYN and the FIN, each a sequence number, add one each.
 *
 * @param acked by the peer
 * @param received in order
 */
record PayloadBytes(long acked, long received) {
    private static final Set<TcpState> FIN_CAME =
            EnumSet.of(TcpState.CLOSE_WAIT, TcpState.CLOSING, TcpState.LAST_ACK, TcpState.TIME_WAIT);
    private static final Set<TcpState> FIN_ACKED = EnumSet.of(TcpState.FIN_WAIT_2, TcpState.TIME_WAIT);

    /**
     * Takes off what is none.
     *
     * @param accepted whether the SYN was the peer's: then what it acknowledges begins after ours
     */
    static PayloadBytes of(TcpInfo info, boolean accepted) {
        long acked = Math.max(0, info.bytesAcked() - (accepted ? 0 : 1));
        boolean finAcked = finAcked(info, acked);
        // A connection that both have ended is CLOSED at once, as one is that was reset; but then no FIN was
        // acknowledged, as a rule.
        boolean finCame = FIN_CAME.contains(info.state()) || (info.state() == TcpState.CLOSED && finAcked);
        return new PayloadBytes(
                Math.max(0, acked - (finAcked ? 1 : 0)), Math.max(0, info.bytesReceived() - (finCame ? 1 : 0)));
    }

    // No more payload can be acknowledged than was sent. Before Linux 4.19, which began to count that, the state has to
    // tell.
    private static boolean finAcked(TcpInfo info, long acked) {
        OptionalLong sent = info.get(TcpInfoField.BYTES_SENT);
        return sent.isPresent()
                ? acked > sent.getAsLong() - info.retransmittedBytes()
                : FIN_ACKED.contains(info.state());
    }
}

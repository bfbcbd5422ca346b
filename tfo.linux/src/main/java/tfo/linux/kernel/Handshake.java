package tfo.linux.kernel;

import java.nio.ByteBuffer;
import tfo.api.socket.TcpInfo.FastOpenClientFailure;
import tfo.api.socket.TcpState;

/**
 * The part of TCP_INFO that tells how a handshake stands.
 *
 * @param state the state of the connection
 * @param synDataAcked data in the SYN was acknowledged; on an accepted connection: was received
 * @param failure why it was not
 * @param retransmits how many segments were sent again; before the first data after the handshake: how many SYNs
 * @param segmentsIn how many segments came in
 */
public record Handshake(
        TcpState state, boolean synDataAcked, FastOpenClientFailure failure, int retransmits, int segmentsIn) {

    static Handshake read(ByteBuffer info, int length) {
        return new Handshake(
                TcpInfoLayout.state(info, length),
                TcpInfoLayout.synDataAcked(info, length),
                TcpInfoLayout.fastOpenFailure(info, length),
                TcpInfoLayout.totalRetransmits(info, length),
                TcpInfoLayout.segmentsIn(info, length));
    }

    /** Whether the peer has yet to answer the SYN, or the SYN has yet to leave. */
    public boolean underWay() {
        return state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED;
    }

    /**
     * Whether it failed. A connection that stood and was reset since is closed too, but more than one segment came in for it: the
     * SYN-ACK, and the reset.
     *
     * @param segmentsBefore how many had come in before this handshake
     */
    public boolean failed(int segmentsBefore) {
        return (state == TcpState.CLOSED || state == TcpState.UNKNOWN) && segmentsIn - segmentsBefore < 2;
    }
}

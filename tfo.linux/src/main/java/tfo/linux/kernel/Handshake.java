package tfo.linux.kernel;

import java.nio.ByteBuffer;
import tfo.api.tcp.TcpInfo.FastOpenClientFailure;
import tfo.api.tcp.TcpState;

/**
 * The part of TCP_INFO that tells how a handshake stands.
 *
 * @param state the state of the connection
 * @param synDataAcked data in the SYN was acknowledged; on an accepted connection: was received
 * @param failure why it was not
 * @param retransmits how many segments were sent again; before the first data after the handshake: how many SYNs
 * @param bytesAcked how many bytes the peer acknowledged, the SYN among them
 */
public record Handshake(
        TcpState state, boolean synDataAcked, FastOpenClientFailure failure, int retransmits, long bytesAcked) {

    static Handshake read(ByteBuffer info, int length) {
        return new Handshake(
                TcpInfoLayout.state(info, length),
                TcpInfoLayout.synDataAcked(info, length),
                TcpInfoLayout.fastOpenFailure(info, length),
                TcpInfoLayout.totalRetransmits(info, length),
                TcpInfoLayout.bytesAcked(info, length));
    }

    /** Whether the peer has yet to answer the SYN, or the SYN has yet to leave. */
    public boolean underWay() {
        return state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED;
    }

    /** Whether it failed. A connection that stood and was reset since is closed too, but the peer acknowledged its SYN. */
    public boolean failed() {
        return (state == TcpState.CLOSED || state == TcpState.UNKNOWN) && bytesAcked == 0;
    }
}

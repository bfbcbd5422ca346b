package tfo.api.tcp;

/** The states of RFC 9293, in the order and with the numbers of the kernel; {@link #UNKNOWN} is number zero. */
public enum TcpState {
    /** None of the others. */
    UNKNOWN,
    /** Both sides may send. */
    ESTABLISHED,
    /** A SYN was sent. */
    SYN_SENT,
    /** A SYN was received and answered; with Fast Open data may flow already. */
    SYN_RECEIVED,
    /** Closed here, the FIN is not acknowledged yet. */
    FIN_WAIT_1,
    /** Closed here, the peer may still send. */
    FIN_WAIT_2,
    /** Closed on both sides; late segments are waited for. */
    TIME_WAIT,
    /** Not connected. */
    CLOSED,
    /** Closed by the peer, this side may still send. */
    CLOSE_WAIT,
    /** Closed by the peer, then here; the FIN is not acknowledged yet. */
    LAST_ACK,
    /** A listener. */
    LISTEN,
    /** Closed on both sides at once. */
    CLOSING
}

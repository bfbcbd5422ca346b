package tfo.lab;

import java.util.List;
import java.util.OptionalInt;
import tfo.lab.wire.Frame;

/**
 * A TCP segment without its payload, of which only the heads of TLS records are kept.
 *
 * @param sourcePort the port that sent it
 * @param destinationPort the port that it is sent to
 * @param sequence the sequence number, 0 to 2^32-1
 * @param acknowledgment the acknowledgment number, 0 to 2^32-1; means something only with ACK
 * @param flags the low eight flag bits of the header
 * @param window the window as it stands in the header, not scaled
 * @param payload how many bytes of payload it carried
 * @param options the options
 * @param records the TLS records that begin in it, if it begins with one: as many as are within the first bytes that a log keeps
 */
public record Segment(
        int sourcePort,
        int destinationPort,
        long sequence,
        long acknowledgment,
        int flags,
        int window,
        int payload,
        TcpOptions options,
        List<TlsRecord> records) {

    /** Copies the records. */
    public Segment {
        records = List.copyOf(records);
    }

    static Segment of(Frame frame) {
        return new Segment(
                frame.sourcePort(),
                frame.destinationPort(),
                frame.sequence(),
                frame.acknowledgment(),
                frame.flags(),
                frame.window(),
                frame.payloadLength(),
                new TcpOptions(frame.options()),
                TlsRecord.in(frame));
    }

    /** Whether this is a client's SYN: SYN without ACK. */
    public boolean isSyn() {
        return (flags & (Frame.SYN | Frame.ACK)) == Frame.SYN;
    }

    /** Whether this is a server's SYN-ACK. */
    public boolean isSynAck() {
        return (flags & (Frame.SYN | Frame.ACK)) == (Frame.SYN | Frame.ACK);
    }

    /** Whether RST is set. */
    public boolean isReset() {
        return (flags & Frame.RST) != 0;
    }

    /** Whether FIN is set. */
    public boolean isFin() {
        return (flags & Frame.FIN) != 0;
    }

    /** The length of the Fast Open cookie: 0 asks for one, empty means that the option is not there. */
    public OptionalInt cookie() {
        return options.cookie();
    }

    /** Whether both are the same segment, though the path may have taken its Fast Open option; a retransmission is another one. */
    boolean isSameAs(Segment other) {
        return sourcePort == other.sourcePort
                && destinationPort == other.destinationPort
                && sequence == other.sequence
                && acknowledgment == other.acknowledgment
                && flags == other.flags
                && payload == other.payload
                && options.withoutFastOpen().equals(other.options.withoutFastOpen());
    }

    /** The flags as tcpdump writes them: S, F, R, P, and a dot for ACK. */
    public String flagText() {
        StringBuilder text = new StringBuilder();
        String letters = "FSRP.UEW";
        for (int bit : new int[] {1, 0, 2, 3, 5, 6, 7, 4}) {
            if ((flags & 1 << bit) != 0) {
                text.append(letters.charAt(bit));
            }
        }
        return text.toString();
    }

    /** Like {@code [S] 40000 > 443 seq 7 ack 0 win 64240 length 300 options [mss 1460, cookie 8]}. */
    @Override
    public String toString() {
        return "[" + flagText() + "] " + sourcePort + " > " + destinationPort + " seq " + sequence + " ack "
                + acknowledgment + " win " + window + " length " + payload + " options " + options
                + (records.isEmpty() ? "" : " records " + records);
    }
}

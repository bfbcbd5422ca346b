package tfo.lab;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import tfo.lab.wire.Frame;

/**
 * A TCP packet as an interface saw it.
 *
 * @param nanos when, in nanoseconds since an arbitrary moment; only differences mean something
 * @param outgoing whether this machine's own stack sent it, false: it came in
 * @param source the sender's address
 * @param destination the receiver's address
 * @param segment what IP carried
 */
public record Packet(long nanos, boolean outgoing, InetAddress source, InetAddress destination, Segment segment) {

    /**
     * Reads an Ethernet frame from the buffer's position to its limit; empty if it is not TCP over IPv4 or IPv6, or too short
     * for its own headers. Takes any bytes whatever.
     */
    public static Optional<Packet> parse(ByteBuffer ethernetFrame) {
        ByteBuffer bytes = ethernetFrame.slice();
        Frame frame = new Frame().read(bytes, 0, bytes.limit(), bytes.limit());
        return frame.isTcp() ? Optional.of(of(frame, 0, false)) : Optional.empty();
    }

    static Packet of(Frame frame, long nanos, boolean outgoing) {
        return new Packet(nanos, outgoing, address(frame.source()), address(frame.destination()), Segment.of(frame));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Like one line of tcpdump, without the time. */
    @Override
    public String toString() {
        return (outgoing ? "out " : "in  ") + source.getHostAddress() + " > " + destination.getHostAddress() + " "
                + segment;
    }
}

package tfo.lab.wire;

/**
 * Turns a frame around: source and destination change places, so that what was sent to a peer comes back as if the peer had
 * sent it. Checksums stay right, because a sum does not care for the order of its words.
 */
final class Mirror {
    private static final int DESTINATION_UNREACHABLE = 3;
    private static final int TIME_EXCEEDED = 11;
    private static final int ICMP_HEADER = 8;

    private Mirror() {}

    /** Whether the frame may come back: an IP packet from one station to one station. */
    static boolean reflects(Frame frame) {
        return switch (frame.ipVersion()) {
            // 224.0.0.0/4 and up: multicast and broadcast
            case 4 -> frame.u8(Frame.ETHERNET_HEADER + 16) < 224;
            case 6 -> frame.u8(Frame.ETHERNET_HEADER + 24) != 0xFF;
            default -> false;
        };
    }

    static void turn(Frame frame) {
        frame.swap(0, 6, 6);
        swapAddresses(frame, Frame.ETHERNET_HEADER, frame.ipVersion());
        if (quotesPacket(frame)) {
            swapAddresses(frame, frame.transportOffset() + ICMP_HEADER, frame.ipVersion());
        }
    }

    private static void swapAddresses(Frame frame, int ip, int version) {
        if (version == 4) {
            frame.swap(ip + 12, ip + 16, 4);
        } else {
            frame.swap(ip + 8, ip + 24, 16);
        }
    }

    // An ICMP error quotes the packet that it is about; its sender must find its own addresses in it.
    private static boolean quotesPacket(Frame frame) {
        int type = frame.icmpType();
        int quoted = frame.length() - frame.transportOffset() - ICMP_HEADER;
        if (frame.ipVersion() == 4) {
            return quoted >= 20 && (type == DESTINATION_UNREACHABLE || type == TIME_EXCEEDED);
        }
        // ICMPv6 types below 128 are errors.
        return quoted >= Frame.IPV6_HEADER && type >= 1 && type < 128;
    }
}

package tfo.lab.wire;

import java.nio.ByteBuffer;

/** Forges the RST that a closed port, or a firewall in its name, would answer a SYN with (RFC 9293, section 3.5.2). */
final class Reset {
    private static final int TTL = 64;

    private Reset() {}

    /** How long the answer to this frame is. */
    static int length(Frame syn) {
        return Frame.ETHERNET_HEADER + ipHeader(syn) + Frame.TCP_HEADER;
    }

    /** Writes the answer, as it reaches the sender of the SYN. */
    static void write(Frame syn, ByteBuffer buffer, int at) {
        for (int i = 0; i < length(syn); i++) {
            buffer.put(at + i, (byte) 0);
        }
        writeEthernet(syn, buffer, at);
        if (syn.ipVersion() == 4) {
            writeIpv4(syn, buffer, at + Frame.ETHERNET_HEADER);
        } else {
            writeIpv6(syn, buffer, at + Frame.ETHERNET_HEADER);
        }
        writeTcp(syn, buffer, at + Frame.ETHERNET_HEADER + ipHeader(syn));
        Frame answer = new Frame().read(buffer, at, length(syn), length(syn));
        answer.put16(answer.transportOffset() + 16, tcpChecksum(answer));
    }

    private static int ipHeader(Frame syn) {
        return syn.ipVersion() == 4 ? 20 : Frame.IPV6_HEADER;
    }

    private static void writeEthernet(Frame syn, ByteBuffer buffer, int at) {
        for (int i = 0; i < 6; i++) {
            buffer.put(at + i, (byte) syn.u8(6 + i));
            buffer.put(at + 6 + i, (byte) syn.u8(i));
        }
        buffer.putShort(at + 12, (short) syn.u16(12));
    }

    private static void writeIpv4(Frame syn, ByteBuffer buffer, int ip) {
        buffer.putShort(ip, (short) 0x4500);
        buffer.putShort(ip + 2, (short) (20 + Frame.TCP_HEADER));
        buffer.put(ip + 8, (byte) TTL);
        buffer.put(ip + 9, (byte) Frame.PROTOCOL_TCP);
        buffer.put(ip + 12, syn.destination());
        buffer.put(ip + 16, syn.source());
        Frame header = new Frame().read(buffer, ip - Frame.ETHERNET_HEADER, 34, 34);
        buffer.putShort(ip + 10, (short) Checksum.of(Checksum.sum(header, Frame.ETHERNET_HEADER, 20)));
    }

    private static void writeIpv6(Frame syn, ByteBuffer buffer, int ip) {
        buffer.putInt(ip, 0x6000_0000);
        buffer.putShort(ip + 4, (short) Frame.TCP_HEADER);
        buffer.put(ip + 6, (byte) Frame.PROTOCOL_TCP);
        buffer.put(ip + 7, (byte) TTL);
        buffer.put(ip + 8, syn.destination());
        buffer.put(ip + 24, syn.source());
    }

    private static void writeTcp(Frame syn, ByteBuffer buffer, int tcp) {
        buffer.putShort(tcp, (short) syn.destinationPort());
        buffer.putShort(tcp + 2, (short) syn.sourcePort());
        buffer.putInt(tcp + 8, (int) (syn.sequence() + 1 + syn.payloadLength()));
        buffer.put(tcp + 12, (byte) ((Frame.TCP_HEADER / 4) << 4));
        buffer.put(tcp + 13, (byte) (Frame.RST | Frame.ACK));
    }

    private static int tcpChecksum(Frame answer) {
        int addresses = answer.ipVersion() == 4 ? Frame.ETHERNET_HEADER + 12 : Frame.ETHERNET_HEADER + 8;
        long pseudoHeader = Checksum.sum(answer, addresses, answer.transportOffset() - addresses)
                + Frame.PROTOCOL_TCP
                + Frame.TCP_HEADER;
        return Checksum.of(pseudoHeader + Checksum.sum(answer, answer.transportOffset(), Frame.TCP_HEADER));
    }
}

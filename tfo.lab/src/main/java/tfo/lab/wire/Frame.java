package tfo.lab.wire;

import java.nio.ByteBuffer;

/**
 * A view of one Ethernet frame in a buffer of network byte order: finds IPv4, IPv6 and TCP in it and reads and writes their
 * fields in place. One object serves any number of frames, one after the other. Whatever the bytes are, {@link #read} does
 * not throw; fields of TCP may be asked for only when {@link #isTcp}.
 */
public final class Frame {
    /** TCP flag: no more data. */
    public static final int FIN = 0x01;
    /** TCP flag: synchronize sequence numbers. */
    public static final int SYN = 0x02;
    /** TCP flag: reset. */
    public static final int RST = 0x04;
    /** TCP flag: push. */
    public static final int PSH = 0x08;
    /** TCP flag: the acknowledgment field counts. */
    public static final int ACK = 0x10;

    static final int ETHERNET_HEADER = 14;
    static final int IPV6_HEADER = 40;
    static final int TCP_HEADER = 20;
    static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_ICMP = 1;
    private static final int PROTOCOL_ICMPV6 = 58;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86DD;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int start;
    private int captured;
    private int version;
    private int protocol;
    private int transport;
    private int end;
    private boolean tcp;
    private boolean towardsServer;
    private boolean checksumPartial;

    /** Looks at the frame that begins at {@code start}; {@code captured} of its {@code length} bytes are in the buffer. */
    public Frame read(ByteBuffer source, int start, int captured, int length) {
        this.buffer = source;
        this.start = start;
        this.captured = Math.max(0, Math.min(captured, source.limit() - start));
        this.end = length;
        this.version = readNetwork();
        this.towardsServer = false;
        this.checksumPartial = false;
        this.tcp = version != 0 && protocol == PROTOCOL_TCP && readTransport();
        return this;
    }

    private int readNetwork() {
        if (captured < ETHERNET_HEADER) {
            return 0;
        }
        return switch (u16(12)) {
            case TYPE_IPV4 -> readIpv4() ? 4 : 0;
            case TYPE_IPV6 -> readIpv6() ? 6 : 0;
            default -> 0;
        };
    }

    private boolean readIpv4() {
        if (captured < ETHERNET_HEADER + 20 || u8(ETHERNET_HEADER) >> 4 != 4) {
            return false;
        }
        int headerLength = (u8(ETHERNET_HEADER) & 15) * 4;
        boolean laterFragment = (u16(ETHERNET_HEADER + 6) & 0x1FFF) != 0;
        protocol = laterFragment ? -1 : u8(ETHERNET_HEADER + 9);
        transport = ETHERNET_HEADER + headerLength;
        end = Math.min(end, ETHERNET_HEADER + u16(ETHERNET_HEADER + 2));
        return headerLength >= 20;
    }

    private boolean readIpv6() {
        if (captured < ETHERNET_HEADER + IPV6_HEADER || u8(ETHERNET_HEADER) >> 4 != 6) {
            return false;
        }
        protocol = u8(ETHERNET_HEADER + 6);
        transport = ETHERNET_HEADER + IPV6_HEADER;
        end = Math.min(end, transport + u16(ETHERNET_HEADER + 4));
        while (isExtension(protocol) && transport + 8 <= captured) {
            skipExtension();
        }
        return true;
    }

    private static boolean isExtension(int header) {
        return switch (header) {
            // hop-by-hop, routing, fragment, destination options
            case 0, 43, 44, 60 -> true;
            default -> false;
        };
    }

    private void skipExtension() {
        boolean fragment = protocol == 44;
        boolean laterFragment = fragment && u16(transport + 2) >> 3 != 0;
        int length = fragment ? 8 : (u8(transport + 1) + 1) * 8;
        protocol = laterFragment ? -1 : u8(transport);
        transport += length;
    }

    private boolean readTransport() {
        return transport + TCP_HEADER <= captured && headerLength() >= TCP_HEADER && transport + headerLength() <= end;
    }

    /** 4, 6, or 0 for a frame that is neither. */
    public int ipVersion() {
        return version;
    }

    /** Whether a whole TCP header without options is here. */
    public boolean isTcp() {
        return tcp;
    }

    /** The type of an ICMP or ICMPv6 message, -1 for anything else. */
    public int icmpType() {
        boolean icmp = (version == 4 && protocol == PROTOCOL_ICMP) || (version == 6 && protocol == PROTOCOL_ICMPV6);
        return icmp && transport < captured ? u8(transport) : -1;
    }

    /** The source address: 4 or 16 bytes. */
    public byte[] source() {
        return version == 4 ? bytes(ETHERNET_HEADER + 12, 4) : bytes(ETHERNET_HEADER + 8, 16);
    }

    /** The destination address: 4 or 16 bytes. */
    public byte[] destination() {
        return version == 4 ? bytes(ETHERNET_HEADER + 16, 4) : bytes(ETHERNET_HEADER + 24, 16);
    }

    /** The TCP source port. */
    public int sourcePort() {
        return u16(transport);
    }

    /** The TCP destination port. */
    public int destinationPort() {
        return u16(transport + 2);
    }

    /** The TCP sequence number, 0..2^32-1. */
    public long sequence() {
        return u32(transport + 4);
    }

    /** The TCP acknowledgment number, 0..2^32-1. */
    public long acknowledgment() {
        return u32(transport + 8);
    }

    /** The low eight TCP flags. */
    public int flags() {
        return u8(transport + 13);
    }

    /** The TCP window as it stands in the header. */
    public int window() {
        return u16(transport + 14);
    }

    /** How many bytes follow the TCP header. */
    public int payloadLength() {
        return end - transport - headerLength();
    }

    /** The byte at this place of the payload; -1 if it is not here. */
    public int payload(int at) {
        int place = transport + headerLength() + at;
        return at < payloadLength() && place < captured ? u8(place) : -1;
    }

    /** Whether this is the first segment of a client: SYN without ACK. */
    public boolean isSyn() {
        return tcp && (flags() & (SYN | ACK)) == SYN;
    }

    /** Whether this is a server's answer to a SYN. */
    public boolean isSynAck() {
        return tcp && (flags() & (SYN | ACK)) == (SYN | ACK);
    }

    /** The TCP options, or as much of them as is here. */
    public byte[] options() {
        int from = transport + TCP_HEADER;
        return bytes(from, Math.max(0, Math.min(transport + headerLength(), captured) - from));
    }

    /** Whether it travels from the client to the server, as far as the line has learned from SYNs. */
    public boolean isTowardsServer() {
        return towardsServer;
    }

    void towardsServer(boolean answer) {
        towardsServer = answer;
    }

    /** Whether the sender left the checksum to its network card: the field then holds the pseudo header's sum alone. */
    boolean isChecksumPartial() {
        return checksumPartial;
    }

    void checksumPartial(boolean answer) {
        checksumPartial = answer;
    }

    int length() {
        return captured;
    }

    int transportOffset() {
        return transport;
    }

    int headerLength() {
        return (u8(transport + 12) >> 4) * 4;
    }

    int u8(int at) {
        return buffer.get(start + at) & 0xFF;
    }

    int u16(int at) {
        return buffer.getShort(start + at) & 0xFFFF;
    }

    long u32(int at) {
        return buffer.getInt(start + at) & 0xFFFF_FFFFL;
    }

    void put8(int at, int value) {
        buffer.put(start + at, (byte) value);
    }

    void put16(int at, int value) {
        buffer.putShort(start + at, (short) value);
    }

    /** Exchanges {@code length} bytes, an even number, at two places. */
    void swap(int one, int other, int length) {
        for (int i = 0; i < length; i += 2) {
            int kept = u16(one + i);
            put16(one + i, u16(other + i));
            put16(other + i, kept);
        }
    }

    private byte[] bytes(int at, int length) {
        byte[] copy = new byte[length];
        buffer.get(start + at, copy);
        return copy;
    }
}

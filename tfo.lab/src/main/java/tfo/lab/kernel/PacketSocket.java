package tfo.lab.kernel;

import java.io.IOException;

/**
 * An AF_PACKET socket on one interface, see packet(7), whose frames arrive in a {@link PacketRing} shared with the kernel.
 *
 * <p>One thread at a time reads the ring, one sends, one waits; {@link #wake} may come from any thread. The owner closes it
 * when those threads have gone.
 */
public final class PacketSocket implements AutoCloseable {
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_VERSION = 10;
    private static final int TPACKET_V2 = 1;
    private static final int PACKET_VNET_HDR = 15;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final short ETH_P_ALL_BIG_ENDIAN = 0x0300;
    private static final int SOCKADDR_LL_LENGTH = 20;

    private final int descriptor;
    private final SocketOptions options;
    private final PacketRing ring;
    private final Wait wait;
    private long missed;

    private PacketSocket(int descriptor, SocketOptions options, PacketRing ring, Wait wait) {
        this.descriptor = descriptor;
        this.options = options;
        this.ring = ring;
        this.wait = wait;
    }

    /** For a line: whole frames behind their offload headers (struct virtio_net_hdr), and only those that come in. */
    public static PacketSocket line(String interfaceName) throws IOException {
        return open(interfaceName, PacketRing.Geometry.WHOLE, PACKET_VNET_HDR, PACKET_IGNORE_OUTGOING);
    }

    /** For a log: the heads of the frames that come in and of those that go out. */
    public static PacketSocket log(String interfaceName) throws IOException {
        return open(interfaceName, PacketRing.Geometry.HEADS);
    }

    private static PacketSocket open(String interfaceName, PacketRing.Geometry geometry, int... switches)
            throws IOException {
        int index = Libc.if_nametoindex(interfaceName);
        if (index == 0) {
            throw new IOException("no interface " + interfaceName);
        }
        int type = Libc.SOCK_RAW | Libc.SOCK_CLOEXEC;
        int descriptor = Libc.check(Libc.socket(Libc.AF_PACKET, type, 0), "socket(AF_PACKET)");
        PacketSocket socket;
        try {
            socket = prepare(descriptor, geometry, switches);
        } catch (IOException e) {
            Libc.close(descriptor);
            throw e;
        }
        try {
            bind(descriptor, index);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static PacketSocket prepare(int descriptor, PacketRing.Geometry geometry, int... switches)
            throws IOException {
        SocketOptions options = SocketOptions.of(descriptor);
        try {
            options.set(PACKET_VERSION, TPACKET_V2);
            for (int name : switches) {
                options.set(name, 1);
            }
            Wait wait = Wait.on(descriptor);
            try {
                return new PacketSocket(descriptor, options, PacketRing.map(descriptor, options, geometry), wait);
            } catch (IOException e) {
                wait.close();
                throw e;
            }
        } catch (IOException e) {
            options.close();
            throw e;
        }
    }

    // The protocol is given here and not to socket(): no frame of another interface may come in before the bind.
    private static void bind(int descriptor, int interfaceIndex) throws IOException {
        try (NativeMemory address = NativeMemory.allocate(SOCKADDR_LL_LENGTH)) {
            address.buffer()
                    .putShort(0, (short) Libc.AF_PACKET)
                    .putShort(2, ETH_P_ALL_BIG_ENDIAN)
                    .putInt(4, interfaceIndex);
            Libc.check(Libc.bind(descriptor, address.address(), SOCKADDR_LL_LENGTH), "bind(AF_PACKET)");
        }
    }

    /** The frames that came. */
    public PacketRing ring() {
        return ring;
    }

    /** Puts a frame, behind its offload header, on the wire; false if the kernel would not take it. */
    public boolean send(long address, int length) {
        return Libc.send(descriptor, address, length, 0) == length;
    }

    /** Waits until a frame is there, {@link #wake} is called, or {@code nanos} have passed; negative: without limit. */
    public void await(long nanos) {
        wait.await(nanos);
    }

    /** Ends the present {@link #await}, or the next, and every one after it. */
    public void wake() {
        wait.wake();
    }

    /** How many frames found no room in the ring since the socket was opened. One thread at a time. */
    public long missed() throws IOException {
        // struct tpacket_stats: packets, drops. Reading resets it.
        missed += Integer.toUnsignedLong(options.second(PACKET_STATISTICS));
        return missed;
    }

    /** Frees the ring and the descriptors. */
    @Override
    public void close() {
        ring.close();
        wait.close();
        options.close();
        Libc.close(descriptor);
    }
}

package tfo.lab.kernel;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The receive ring of a packet socket, TPACKET_V2 (see packet(7) and the kernel's packet_mmap): the kernel writes a frame into
 * the next slot and hands the slot over, {@link #release} hands it back. A frame that finds no free slot is lost and counted;
 * a socket's own receive buffer would hold six frames of 64 KiB.
 */
public final class PacketRing implements AutoCloseable {
    private static final int PACKET_RX_RING = 5;
    private static final int TP_STATUS_KERNEL = 0;
    private static final int TP_STATUS_USER = 1;
    private static final int PACKET_OUTGOING = 4;

    // struct tpacket2_hdr and the struct sockaddr_ll behind it
    private static final int STATUS = 0;
    private static final int LENGTH = 4;
    private static final int CAPTURED = 8;
    private static final int MAC = 12;
    private static final int SECONDS = 16;
    private static final int NANOS = 20;
    private static final int PACKET_TYPE = 32 + 10;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final NativeMemory memory;
    private final ByteBuffer buffer;
    private final ByteBuffer frames;
    private final Geometry geometry;
    private int head;
    private int slot;

    private PacketRing(NativeMemory memory, Geometry geometry) {
        this.memory = memory;
        this.buffer = memory.buffer();
        this.frames = memory.buffer().duplicate();
        this.geometry = geometry;
    }

    static PacketRing map(int descriptor, SocketOptions options, Geometry geometry) throws IOException {
        options.set(PACKET_RX_RING, geometry.blockBytes, geometry.blocks, geometry.slotBytes, geometry.slots());
        return new PacketRing(NativeMemory.shared((long) geometry.blockBytes * geometry.blocks, descriptor), geometry);
    }

    /** Whether a frame is there; the questions below are about that frame, until {@link #release}. */
    public boolean hasFrame() {
        return ((int) INT.getAcquire(buffer, slot + STATUS) & TP_STATUS_USER) != 0;
    }

    /** The memory that {@link #frameOffset} points into, in network byte order. */
    public ByteBuffer frames() {
        return frames;
    }

    /** Where the Ethernet header begins. */
    public int frameOffset() {
        return slot + Short.toUnsignedInt(buffer.getShort(slot + MAC));
    }

    /** How many bytes of the frame are here. */
    public int captured() {
        return buffer.getInt(slot + CAPTURED);
    }

    /** How many bytes the frame has. */
    public int length() {
        return buffer.getInt(slot + LENGTH);
    }

    /** When the kernel saw it, in nanoseconds of CLOCK_REALTIME. */
    public long time() {
        return Integer.toUnsignedLong(buffer.getInt(slot + SECONDS)) * 1_000_000_000L + buffer.getInt(slot + NANOS);
    }

    /** Whether this machine's own stack sent it. */
    public boolean outgoing() {
        return buffer.get(slot + PACKET_TYPE) == PACKET_OUTGOING;
    }

    /** Gives the slot back to the kernel and goes on to the next. */
    public void release() {
        INT.setRelease(buffer, slot + STATUS, TP_STATUS_KERNEL);
        head = (head + 1) % geometry.slots();
        slot = geometry.offset(head);
    }

    @Override
    public void close() {
        memory.close();
    }

    /** How large the slots are and how many: packet_mmap wants whole slots in blocks of whole pages. */
    enum Geometry {
        /** Slots of 17 pages hold the largest frame with offload (64 KiB) and its headers; 15 of them make a block of 1 MiB. */
        WHOLE(17 * 4096, 15, 16),
        /** Heads only: every header of Ethernet, IP and TCP, and of what is in a SYN the heads of the TLS records, 32,768 times. */
        HEADS(1024, 128, 256);

        private final int slotBytes;
        private final int slotsPerBlock;
        private final int blockBytes;
        private final int blocks;

        Geometry(int slotBytes, int slotsPerBlock, int blocks) {
            this.slotBytes = slotBytes;
            this.slotsPerBlock = slotsPerBlock;
            this.blockBytes = slotBytes * slotsPerBlock;
            this.blocks = blocks;
        }

        int slots() {
            return slotsPerBlock * blocks;
        }

        int offset(int index) {
            return index / slotsPerBlock * blockBytes + index % slotsPerBlock * slotBytes;
        }
    }
}

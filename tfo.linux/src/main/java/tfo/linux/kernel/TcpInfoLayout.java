package tfo.linux.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import tfo.api.socket.TcpInfo;
import tfo.api.socket.TcpInfo.FastOpenClientFailure;
import tfo.api.socket.TcpState;

/** Reads struct tcp_info of linux/tcp.h. The struct has only ever grown; a field past what the kernel filled in reads as zero. */
public final class TcpInfoLayout {
    private TcpInfoLayout() {}

    /** Room for the struct of every kernel so far (280 bytes in Linux 6.18), and some. */
    public static final int SIZE = 512;

    private static final int STATE = 0,
            RETRANSMITS = 2,
            OPTIONS = 5,
            CLIENT_FAIL = 7,
            TOTAL_RETRANS = 100,
            BYTES_ACKED = 120;
    private static final int OPTION_SYN_DATA = 32;

    // A bit-field: where it begins in its byte depends on the machine.
    private static final int CLIENT_FAIL_SHIFT = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 5;

    private static final TcpState[] STATES = TcpState.values();
    private static final FastOpenClientFailure[] FAILURES = FastOpenClientFailure.values();

    /** The state of the connection. */
    public static TcpState state(ByteBuffer info, int length) {
        int state = u8(info, length, STATE);
        return state < STATES.length ? STATES[state] : TcpState.UNKNOWN;
    }

    /** Whether data in the SYN was acknowledged, or on an accepted connection received. */
    public static boolean synDataAcked(ByteBuffer info, int length) {
        return (u8(info, length, OPTIONS) & OPTION_SYN_DATA) != 0;
    }

    /** Why it was not. */
    public static FastOpenClientFailure fastOpenFailure(ByteBuffer info, int length) {
        return FAILURES[(u8(info, length, CLIENT_FAIL) >> CLIENT_FAIL_SHIFT) & 3];
    }

    /** How many segments, the SYN included, were sent again so far. */
    public static int totalRetransmits(ByteBuffer info, int length) {
        return i32(info, length, TOTAL_RETRANS);
    }

    /** How many bytes the peer acknowledged so far; the SYN counts as one. */
    public static long bytesAcked(ByteBuffer info, int length) {
        return i64(info, length, BYTES_ACKED);
    }

    /**
     * All of it.
     *
     * @param info the struct from index 0, in the machine's byte order
     * @param length how many bytes of it the kernel filled in
     */
    public static TcpInfo read(ByteBuffer info, int length) {
        return new TcpInfo(
                state(info, length),
                synDataAcked(info, length),
                fastOpenFailure(info, length),
                micros(info, length, 68),
                micros(info, length, 72),
                micros(info, length, 148),
                micros(info, length, 8),
                i32(info, length, 16),
                i32(info, length, 20),
                i32(info, length, 60),
                i32(info, length, 80),
                i32(info, length, 76),
                i32(info, length, 24),
                i32(info, length, 32),
                u8(info, length, RETRANSMITS),
                totalRetransmits(info, length),
                i32(info, length, 144),
                bytesAcked(info, length),
                i64(info, length, 128),
                u32(info, length, 136),
                u32(info, length, 140),
                i64(info, length, 160));
    }

    private static Duration micros(ByteBuffer info, int length, int at) {
        return Duration.ofNanos(u32(info, length, at) * 1000);
    }

    private static int u8(ByteBuffer info, int length, int at) {
        return at + 1 <= length ? info.get(at) & 0xFF : 0;
    }

    // Counts that the kernel keeps unsigned: one above 2^31 is shown as the largest int.
    private static int i32(ByteBuffer info, int length, int at) {
        return (int) Math.min(u32(info, length, at), Integer.MAX_VALUE);
    }

    private static long u32(ByteBuffer info, int length, int at) {
        return at + 4 <= length ? info.getInt(at) & 0xFFFF_FFFFL : 0;
    }

    private static long i64(ByteBuffer info, int length, int at) {
        return at + 8 <= length ? info.getLong(at) : 0;
    }
}

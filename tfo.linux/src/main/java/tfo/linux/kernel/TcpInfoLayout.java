package tfo.linux.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfo.FastOpenClientFailure;
import tfo.api.tcp.TcpInfoField;
import tfo.api.tcp.TcpState;

/** Reads struct tcp_info of linux/tcp.h. The struct has only ever grown; a field past what the kernel filled in is absent. */
public final class TcpInfoLayout {
    private TcpInfoLayout() {}

    /** Room for the struct of every kernel so far (280 bytes in Linux 6.18), and some. */
    public static final int SIZE = 512;

    private static final int OPTION_SYN_DATA = 32;
    private static final TcpState[] STATES = TcpState.values();
    private static final FastOpenClientFailure[] FAILURES = FastOpenClientFailure.values();

    private static final Set<TcpInfoField> LONGS = EnumSet.of(
            TcpInfoField.PACING_RATE,
            TcpInfoField.MAX_PACING_RATE,
            TcpInfoField.BYTES_ACKED,
            TcpInfoField.BYTES_RECEIVED,
            TcpInfoField.DELIVERY_RATE,
            TcpInfoField.BUSY_TIME,
            TcpInfoField.RWND_LIMITED,
            TcpInfoField.SNDBUF_LIMITED,
            TcpInfoField.BYTES_SENT,
            TcpInfoField.BYTES_RETRANS);
    private static final Set<TcpInfoField> SHORTS =
            EnumSet.of(TcpInfoField.TOTAL_RTO, TcpInfoField.TOTAL_RTO_RECOVERIES);

    /** Where each field begins and how many bits from there it is read from; a bit-field shares its byte with others. */
    private static final Map<TcpInfoField, Place> PLACES = places();

    private static Map<TcpInfoField, Place> places() {
        Map<TcpInfoField, Place> places = new EnumMap<>(TcpInfoField.class);
        int at = 0;
        for (TcpInfoField field : TcpInfoField.values()) {
            Place place = bits(field);
            if (place == null) {
                int size = size(field);
                place = new Place(at, size, 0, -1L >>> (Long.SIZE - size * Byte.SIZE));
            }
            places.put(field, place);
            at = place.end();
        }
        return places;
    }

    // Whether a bit-field begins at the low or at the high end of its byte depends on the machine.
    private static @Nullable Place bits(TcpInfoField field) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return switch (field) {
            case SND_WSCALE -> new Place(6, 1, little ? 0 : 4, 0xF);
            case RCV_WSCALE -> new Place(6, 1, little ? 4 : 0, 0xF);
            case DELIVERY_RATE_APP_LIMITED -> new Place(7, 1, little ? 0 : 7, 0x1);
            case FASTOPEN_CLIENT_FAIL -> new Place(7, 1, little ? 1 : 5, 0x3);
            default -> null;
        };
    }

    private static int size(TcpInfoField field) {
        if (field.compareTo(TcpInfoField.OPTIONS) <= 0) {
            return Byte.BYTES;
        }
        if (SHORTS.contains(field)) {
            return Short.BYTES;
        }
        return LONGS.contains(field) ? Long.BYTES : Integer.BYTES;
    }

    /** The state of the connection. */
    public static TcpState state(ByteBuffer info, int length) {
        int state = (int) value(TcpInfoField.STATE, info, length);
        return state < STATES.length ? STATES[state] : TcpState.UNKNOWN;
    }

    /** Whether data in the SYN was acknowledged, or on an accepted connection received. */
    public static boolean synDataAcked(ByteBuffer info, int length) {
        return (value(TcpInfoField.OPTIONS, info, length) & OPTION_SYN_DATA) != 0;
    }

    /** Why it was not. */
    public static FastOpenClientFailure fastOpenFailure(ByteBuffer info, int length) {
        return FAILURES[(int) value(TcpInfoField.FASTOPEN_CLIENT_FAIL, info, length)];
    }

    /** How many segments, the SYN included, were sent again so far. */
    public static int totalRetransmits(ByteBuffer info, int length) {
        return (int) Math.min(value(TcpInfoField.TOTAL_RETRANS, info, length), Integer.MAX_VALUE);
    }

    /** How many bytes the peer acknowledged so far; the SYN counts as one. */
    public static long bytesAcked(ByteBuffer info, int length) {
        return value(TcpInfoField.BYTES_ACKED, info, length);
    }

    /**
     * All of it.
     *
     * @param info the struct from index 0, in the machine's byte order
     * @param length how many bytes of it the kernel filled in
     */
    public static TcpInfo read(ByteBuffer info, int length) {
        Map<TcpInfoField, Long> fields = new EnumMap<>(TcpInfoField.class);
        PLACES.forEach((field, place) -> {
            if (place.end() <= length) {
                fields.put(field, place.read(info));
            }
        });
        return new TcpInfo(fields);
    }

    /** Zero for what the kernel did not fill in. */
    private static long value(TcpInfoField field, ByteBuffer info, int length) {
        Place place = Objects.requireNonNull(PLACES.get(field));
        return place.end() <= length ? place.read(info) : 0;
    }

    /** A field's bytes, and within them its bits. */
    private record Place(int at, int size, int shift, long mask) {
        int end() {
            return at + size;
        }

        long read(ByteBuffer info) {
            long all = switch (size) {
                case Byte.BYTES -> info.get(at);
                case Short.BYTES -> info.getShort(at);
                case Integer.BYTES -> info.getInt(at);
                default -> info.getLong(at);
            };
            return all >> shift & mask;
        }
    }
}

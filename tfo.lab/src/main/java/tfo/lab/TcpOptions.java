package tfo.lab;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/** The options of a TCP header, RFC 9293 section 3.1; what cannot be read as options is left out. */
public final class TcpOptions {
    private static final int END = 0;
    private static final int NOP = 1;
    private static final int MAXIMUM_SEGMENT_SIZE = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int FAST_OPEN = 34;
    private static final int EXPERIMENTAL = 254;
    private static final short FAST_OPEN_MAGIC = (short) 0xF989;

    private final List<Option> options;

    /** Reads the bytes between the fixed header and the payload. */
    public TcpOptions(byte[] bytes) {
        this(parse(bytes));
    }

    private TcpOptions(List<Option> options) {
        this.options = List.copyOf(options);
    }

    private static List<Option> parse(byte[] bytes) {
        List<Option> found = new ArrayList<>();
        int at = 0;
        while (at < bytes.length && bytes[at] != END) {
            if (bytes[at] == NOP) {
                at++;
                continue;
            }
            int length = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
            if (length < 2 || at + length > bytes.length) {
                break;
            }
            found.add(new Option(bytes[at] & 0xFF, ByteBuffer.wrap(Arrays.copyOfRange(bytes, at + 2, at + length))));
            at += length;
        }
        return found;
    }

    /** Whether an option of this kind is there. */
    public boolean has(int kind) {
        return options.stream().anyMatch(option -> option.kind == kind);
    }

    /** The kinds, in order, padding left out. */
    public List<Integer> kinds() {
        return options.stream().map(option -> option.kind).toList();
    }

    /** The announced maximum segment size. */
    public OptionalInt maximumSegmentSize() {
        return options.stream()
                .filter(option -> option.kind == MAXIMUM_SEGMENT_SIZE && option.length() == 2)
                .mapToInt(option -> option.data.getShort(0) & 0xFFFF)
                .findFirst();
    }

    /** The shift count of the window scale option of RFC 7323; only a SYN or a SYN-ACK has it. */
    public OptionalInt windowScale() {
        return options.stream()
                .filter(option -> option.kind == WINDOW_SCALE && option.length() == 1)
                .mapToInt(option -> option.data.get(0))
                .findFirst();
    }

    /**
     * The length of the Fast Open cookie in kind 34 (RFC 7413) or in the experimental kind 254: 0 asks for a cookie, empty
     * means that neither is there.
     */
    public OptionalInt cookie() {
        return options.stream()
                .mapToInt(TcpOptions::cookieLength)
                .filter(length -> length >= 0)
                .findFirst();
    }

    /** What is left when a path has taken the Fast Open option out. */
    TcpOptions withoutFastOpen() {
        return new TcpOptions(
                options.stream().filter(option -> cookieLength(option) < 0).toList());
    }

    private static int cookieLength(Option option) {
        if (option.kind == FAST_OPEN) {
            return option.length();
        }
        boolean fastOpen =
                option.kind == EXPERIMENTAL && option.length() >= 2 && option.data.getShort(0) == FAST_OPEN_MAGIC;
        return fastOpen ? option.length() - 2 : -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TcpOptions that && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return options.hashCode();
    }

    /** Each kind with its data in hexadecimal. */
    @Override
    public String toString() {
        return options.toString();
    }

    private record Option(int kind, ByteBuffer data) {
        int length() {
            return data.limit();
        }

        @Override
        public String toString() {
            String name = switch (kind) {
                case MAXIMUM_SEGMENT_SIZE -> "mss";
                case WINDOW_SCALE -> "wscale";
                case 4 -> "sackOK";
                case 5 -> "sack";
                case 8 -> "TS";
                case FAST_OPEN -> "tfo";
                default -> "unknown-" + kind;
            };
            byte[] bytes = new byte[length()];
            data.get(0, bytes);
            return length() == 0 ? name : name + " " + HexFormat.of().formatHex(bytes);
        }
    }
}

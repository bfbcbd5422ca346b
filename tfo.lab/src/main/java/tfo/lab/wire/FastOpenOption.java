package tfo.lab.wire;

/** Finds the Fast Open option, kind 34 of RFC 7413 or the experimental kind 254 with magic 0xF989, among a frame's options. */
public final class FastOpenOption {
    private static final int END = 0;
    private static final int NOP = 1;
    private static final int FAST_OPEN = 34;
    private static final int EXPERIMENTAL = 254;
    private static final int MAGIC = 0xF989;

    private FastOpenOption() {}

    /** Whether the frame carries the option, with a cookie or without. */
    public static boolean in(Frame frame) {
        return frame.isTcp() && find(frame) >= 0;
    }

    /** Overwrites every Fast Open option by NOPs and keeps the checksum right; false if there was none. */
    static boolean strip(Frame frame) {
        boolean found = false;
        for (int at = find(frame); at >= 0; at = find(frame)) {
            overwrite(frame, at, frame.u8(at + 1));
            found = true;
        }
        return found;
    }

    private static int find(Frame frame) {
        int end = Math.min(frame.transportOffset() + frame.headerLength(), frame.length());
        int at = frame.transportOffset() + Frame.TCP_HEADER;
        while (at + 1 < end && frame.u8(at) != END) {
            int length = frame.u8(at) == NOP ? 1 : frame.u8(at + 1);
            if (length < 1 || at + length > end) {
                return -1;
            }
            if (isFastOpen(frame, at, length)) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    private static boolean isFastOpen(Frame frame, int at, int length) {
        return switch (frame.u8(at)) {
            case FAST_OPEN -> length >= 2;
            case EXPERIMENTAL -> length >= 4 && frame.u16(at + 2) == MAGIC;
            default -> false;
        };
    }

    private static void overwrite(Frame frame, int at, int length) {
        for (int i = at; i < at + length; i++) {
            putByte(frame, i, NOP);
        }
    }

    // With a partial checksum the field holds the sum of the pseudo header alone, which options do not touch.
    private static void putByte(Frame frame, int at, int value) {
        int word = at - ((at - frame.transportOffset()) & 1);
        int before = frame.u16(word);
        frame.put8(at, value);
        if (!frame.isChecksumPartial()) {
            int field = frame.transportOffset() + 16;
            frame.put16(field, Checksum.update(frame.u16(field), before, frame.u16(word)));
        }
    }
}

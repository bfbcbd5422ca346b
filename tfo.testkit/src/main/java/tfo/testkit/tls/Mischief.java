package tfo.testkit.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;

/** What somebody in between does to the second of three records, once told to begin. */
enum Mischief {
    /** One bit is changed. */
    FLIP,
    /** It is left out. */
    DROP,
    /** It comes twice. */
    REPLAY,
    /** It comes after the third. */
    SWAP,
    /** Half of it comes, and then the end. */
    CUT,
    /** Its header tells of more than a record may hold. */
    OVERSIZE("170303ffff"),
    /** Something that is no TLS comes in its place. */
    PLAIN_TEXT("485454502f312e3120343030"),
    /** Random bytes come in its place, under a good header. */
    GARBAGE("1703030020" + "5a".repeat(32)),
    /** An alert that is not encrypted: handshake_failure. */
    FORGED_ALERT("15030300020228"),
    /** One that would end the stream: close_notify. */
    FORGED_END("15030300020100");

    private static final int HEADER = 5;

    private final String instead;

    Mischief() {
        this("");
    }

    Mischief(String hex) {
        instead = hex;
    }

    /** What can be read before the failure, if the records hold "one", "two" and "three". */
    String delivered() {
        return this == REPLAY ? "onetwo" : "one";
    }

    /** One direction of a connection. */
    static final class Records implements Relay.Middle {
        private final Mischief mischief;
        private volatile boolean begun;
        private int count;
        private byte[] held = {};

        Records(Mischief mischief) {
            this.mischief = mischief;
        }

        /** From now on records count. */
        void begin() {
            begun = true;
        }

        @Override
        public void pump(InputStream from, Socket to) throws IOException {
            OutputStream out = to.getOutputStream();
            boolean more = true;
            while (more) {
                byte[] record = next(from);
                more = record.length > HEADER && forward(record, out);
            }
            to.shutdownOutput();
            from.transferTo(OutputStream.nullOutputStream());
        }

        private boolean forward(byte[] record, OutputStream out) throws IOException {
            if (begun) {
                return pass(count++, record, out);
            }
            out.write(record);
            return true;
        }

        private static byte[] next(InputStream from) throws IOException {
            byte[] header = from.readNBytes(HEADER);
            if (header.length < HEADER) {
                return header;
            }
            byte[] body = from.readNBytes(((header[3] & 0xFF) << 8) | (header[4] & 0xFF));
            byte[] record = Arrays.copyOf(header, HEADER + body.length);
            System.arraycopy(body, 0, record, HEADER, body.length);
            return record;
        }

        /** Whether there is more to come. */
        private boolean pass(int number, byte[] record, OutputStream out) throws IOException {
            if (number != 1) {
                out.write(record);
                out.write(held);
                held = new byte[0];
                return true;
            }
            switch (mischief) {
                case FLIP -> out.write(flipped(record));
                case DROP -> {}
                case REPLAY -> {
                    out.write(record);
                    out.write(record);
                }
                case SWAP -> held = record;
                case CUT -> out.write(record, 0, record.length / 2);
                case OVERSIZE, PLAIN_TEXT, GARBAGE, FORGED_ALERT, FORGED_END ->
                    out.write(HexFormat.of().parseHex(mischief.instead));
            }
            return mischief != CUT;
        }

        private static byte[] flipped(byte[] record) {
            record[record.length - 1] ^= 1;
            return record;
        }
    }
}

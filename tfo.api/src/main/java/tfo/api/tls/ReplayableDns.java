package tfo.api.tls;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tells DNS queries from everything else, by RFC 1035 section 4. */
final class ReplayableDns {
    private static final int HEADER = 12;
    private static final int FLAGS_AT = 2;
    private static final int QUESTIONS_AT = 4;
    private static final int ANSWERS_AT = 6;
    private static final int AUTHORITIES_AT = 8;
    /** QR and the opcode: all zero in a query of the standard kind. */
    private static final int RESPONSE_OR_OPCODE = 0xF800;

    private static final int LONGEST_LABEL = 63;
    private static final int IXFR = 251;
    private static final int AXFR = 252;

    private ReplayableDns() {}

    static boolean isReplayable(ByteBuffer request) {
        ByteBuffer rest = request.slice().order(ByteOrder.BIG_ENDIAN);
        boolean queries = rest.hasRemaining();
        while (queries && rest.hasRemaining()) {
            queries = startsWithQuery(rest);
        }
        return queries;
    }

    /** Moves the position behind the message if it is a query. */
    private static boolean startsWithQuery(ByteBuffer rest) {
        if (rest.remaining() < Short.BYTES) {
            return false;
        }
        int length = Short.toUnsignedInt(rest.getShort());
        if (length > rest.remaining() || length < HEADER) {
            return false;
        }
        ByteBuffer message = rest.slice(rest.position(), length);
        rest.position(rest.position() + length);
        return isQuery(message) && asksForRecords(message);
    }

    private static boolean isQuery(ByteBuffer message) {
        return (message.getShort(FLAGS_AT) & RESPONSE_OR_OPCODE) == 0
                && message.getShort(QUESTIONS_AT) == 1
                && message.getShort(ANSWERS_AT) == 0
                && message.getShort(AUTHORITIES_AT) == 0;
    }

    // The name is not compressed: there is nothing before it to refer to.
    private static boolean asksForRecords(ByteBuffer message) {
        message.position(HEADER);
        while (message.hasRemaining()) {
            int label = Byte.toUnsignedInt(message.get());
            if (label > LONGEST_LABEL || label > message.remaining()) {
                return false;
            }
            if (label == 0) {
                int type = message.remaining() < 2 * Short.BYTES ? AXFR : Short.toUnsignedInt(message.getShort());
                return type != AXFR && type != IXFR;
            }
            message.position(message.position() + label);
        }
        return false;
    }
}

package tfo.lab;

import java.util.ArrayList;
import java.util.List;
import tfo.lab.wire.Frame;

/**
 * The head of a TLS record (RFC 8446 section 5.1).
 *
 * @param type the content type as the wire shows it: 22 for a handshake in the clear, 23 for whatever is encrypted
 * @param message the type of the handshake message it begins with (RFC 8446 section 4), -1 in a record of another type
 * @param length how many bytes the record has, its header's five included
 */
public record TlsRecord(int type, int message, int length) {
    private static final int HEADER = 5;
    private static final int LONGEST = 16_384 + 256;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;

    // A segment that begins within a record shows bytes of its middle: they pass for a header once in four million
    // times.
    static List<TlsRecord> in(Frame frame) {
        List<TlsRecord> found = new ArrayList<>();
        for (int at = 0; at + HEADER <= frame.payloadLength() && begins(frame, at); ) {
            TlsRecord record = at(frame, at);
            found.add(record);
            at += record.length;
        }
        return found;
    }

    private static boolean begins(Frame frame, int at) {
        int type = frame.payload(at);
        int minorVersion = frame.payload(at + 2);
        int length = length(frame, at);
        return type >= CHANGE_CIPHER_SPEC
                && type <= APPLICATION_DATA
                && frame.payload(at + 1) == 3
                && minorVersion >= 1
                && minorVersion <= 4
                && length > 0
                && length <= LONGEST;
    }

    private static TlsRecord at(Frame frame, int at) {
        int type = frame.payload(at);
        return new TlsRecord(type, type == HANDSHAKE ? frame.payload(at + HEADER) : -1, HEADER + length(frame, at));
    }

    // Negative if it is not here.
    private static int length(Frame frame, int at) {
        return frame.payload(at + 3) << 8 | frame.payload(at + 4);
    }

    /** Whether this is a ClientHello. */
    public boolean isClientHello() {
        return message == CLIENT_HELLO;
    }

    /** Whether it is encrypted: early data, most of a handshake, application data, tickets. */
    public boolean isEncrypted() {
        return type == APPLICATION_DATA;
    }

    /** What the wire shows it to be, such as {@code ClientHello} or {@code encrypted}. */
    public String name() {
        return switch (type) {
            case CHANGE_CIPHER_SPEC -> "change_cipher_spec";
            case ALERT -> "alert";
            case APPLICATION_DATA -> "encrypted";
            default -> message == CLIENT_HELLO ? "ClientHello" : message == SERVER_HELLO ? "ServerHello" : "handshake";
        };
    }

    /** Like {@code ClientHello 331}. */
    @Override
    public String toString() {
        return name() + " " + length;
    }
}

package tfo.tls.gnutls.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.SessionSecret;

/**
 * What stands before the sealed text, in the open and under its tag: what it is, in which format, under which secret, how long, and
 * the nonce.
 */
final class SealHeader {
    static final int NONCE = 12;
    static final int TAG = 16;

    private static final byte[] MAGIC = "TFO session".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_AT = MAGIC.length;
    private static final byte FORMAT = 1;
    private static final int ID_AT = FORMAT_AT + 1;
    private static final int ID = 8;
    private static final int LENGTH_AT = ID_AT + ID;
    private static final int NONCE_AT = LENGTH_AT + Integer.BYTES;
    static final int SIZE = NONCE_AT + NONCE;

    // A certificate chain of an unusual kind makes 20 KiB.
    private static final int LONGEST = 1 << 20;

    private SealHeader() {}

    static byte[] of(SessionSecret secret, byte[] nonce, int plainLength) {
        return ByteBuffer.allocate(SIZE)
                .put(MAGIC)
                .put(FORMAT)
                .put(SecretKeys.id(secret))
                .putInt(SIZE + plainLength + TAG)
                .put(nonce)
                .array();
    }

    static byte[] nonce(byte[] sealed) {
        return Arrays.copyOfRange(sealed, NONCE_AT, SIZE);
    }

    /** Why these bytes need not be opened; nothing if they are to be. */
    static Optional<SessionOffer> refusal(byte[] sealed, SessionSecret secret) {
        if (sealed.length < ID_AT || !Arrays.equals(sealed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return refused(SessionRefusal.NOT_A_SESSION, "not a sealed session");
        }
        if (sealed[FORMAT_AT] != FORMAT) {
            return refused(SessionRefusal.OTHER_FORMAT, "sealed in format " + sealed[FORMAT_AT] + ", not " + FORMAT);
        }
        if (sealed.length < SIZE + TAG || sealed.length > LONGEST || length(sealed) != sealed.length) {
            return refused(SessionRefusal.WRONG_LENGTH, sealed.length + " bytes are not what was sealed");
        }
        if (!Arrays.equals(sealed, ID_AT, LENGTH_AT, SecretKeys.id(secret), 0, ID)) {
            return refused(SessionRefusal.OTHER_SECRET, "sealed under another secret");
        }
        return Optional.empty();
    }

    private static int length(byte[] sealed) {
        return ByteBuffer.wrap(sealed).getInt(LENGTH_AT);
    }

    private static Optional<SessionOffer> refused(SessionRefusal refusal, String detail) {
        return Optional.of(SessionOffer.refused(refusal, detail));
    }
}

package tfo.tls.gnutls.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import tfo.api.tls.SessionRefusal;

/** Sealed bytes changed, cut, swapped, lengthened, spliced; and what that must be called. */
public final class Mutation {
    // Magic, format, the secret's id, the length, the nonce; then what is sealed, and the tag.
    private static final int FORMAT_AT = 11;
    private static final int ID_AT = 12;
    private static final int LENGTH_AT = 20;
    private static final int NONCE_AT = 24;
    private static final int SEALED_AT = NONCE_AT + 12;
    private static final int SHORTEST = SEALED_AT + 16;

    private Mutation() {}

    /** One of the first bytes; of the second, which are another session under the same secret, comes what is spliced in. */
    public static byte[] of(byte[] bytes, byte[] others, Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> changed(bytes, random, bytes.length, 1);
            case 1 -> changed(bytes, random, bytes.length, 1 + random.nextInt(40));
            case 2 -> changed(bytes, random, NONCE_AT, 1);
            case 3 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 4 -> swapped(bytes, random);
            case 5 -> spliced(bytes, others, random);
            default -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
        };
    }

    private static byte[] changed(byte[] bytes, Random random, int bound, int times) {
        byte[] copy = bytes.clone();
        for (int i = 0; i < times; i++) {
            copy[random.nextInt(bound)] ^= (byte) (1 + random.nextInt(255));
        }
        return copy;
    }

    private static byte[] swapped(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        int one = random.nextInt(copy.length);
        int other = random.nextInt(copy.length);
        copy[one] = bytes[other];
        copy[other] = bytes[one];
        return copy;
    }

    private static byte[] spliced(byte[] bytes, byte[] others, Random random) {
        byte[] copy = bytes.clone();
        int from = SEALED_AT + random.nextInt(Math.min(bytes.length, others.length) - SEALED_AT);
        System.arraycopy(others, from, copy, from, Math.min(bytes.length, others.length) - from);
        return copy;
    }

    /** Why these bytes, made of those, are to be refused; empty if they are the same. */
    public static Optional<SessionRefusal> expected(byte[] original, byte[] mutation) {
        if (Arrays.equals(original, mutation)) {
            return Optional.empty();
        }
        if (mutation.length < ID_AT || differ(original, mutation, 0, FORMAT_AT)) {
            return Optional.of(SessionRefusal.NOT_A_SESSION);
        }
        if (differ(original, mutation, FORMAT_AT, ID_AT)) {
            return Optional.of(SessionRefusal.OTHER_FORMAT);
        }
        if (mutation.length < SHORTEST || ByteBuffer.wrap(mutation).getInt(LENGTH_AT) != mutation.length) {
            return Optional.of(SessionRefusal.WRONG_LENGTH);
        }
        return Optional.of(
                differ(original, mutation, ID_AT, LENGTH_AT)
                        ? SessionRefusal.OTHER_SECRET
                        : SessionRefusal.BROKEN_SEAL);
    }

    private static boolean differ(byte[] one, byte[] other, int from, int to) {
        return !Arrays.equals(one, from, to, other, from, to);
    }
}

package tfo.tls.gnutls.store;

import java.util.Arrays;
import java.util.Random;

/** Bytes changed, cut, swapped, lengthened. */
final class Mutation {
    private Mutation() {}

    static byte[] of(byte[] bytes, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> changed(bytes, random, 1);
            case 1 -> changed(bytes, random, 1 + random.nextInt(40));
            case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> swapped(bytes, random);
            default -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
        };
    }

    private static byte[] changed(byte[] bytes, Random random, int times) {
        byte[] copy = bytes.clone();
        for (int i = 0; i < times; i++) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 + random.nextInt(255));
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
}

package tfo.linux.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import tfo.api.tcp.TcpInfo;
import tfo.linux.kernel.TcpInfoLayout;

/** How the value of an option is laid out in memory, from index 0, in the machine's byte order. */
interface ValueLayout<T> {
    /** How much memory a value takes at most. */
    int room();

    /**
     * Lays the value out and returns its size.
     *
     * @throws IllegalArgumentException if the option takes no such value
     * @throws UnsupportedOperationException if it can only be read
     */
    default int write(T value, ByteBuffer memory) {
        throw new UnsupportedOperationException();
    }

    /** Reads a value of this size. */
    T read(ByteBuffer memory, int size);

    /** An int that is zero or one. */
    static ValueLayout<Boolean> flag() {
        return new Int<>(value -> value ? 1 : 0, number -> number != 0);
    }

    /** An int in these bounds. */
    static ValueLayout<Integer> integer(int least, int most) {
        return new Int<>(value -> checked(value, least, most), number -> number);
    }

    /** An int of which the kernel makes twice as much. */
    static ValueLayout<Integer> doubled() {
        return new Int<>(value -> checked(value, 0, Integer.MAX_VALUE), number -> number / 2);
    }

    /** A number of these units, rounded up: what is short must not become nothing, which often switches an option off. */
    static ValueLayout<Duration> time(Duration unit) {
        return time(unit, 0, Integer.MAX_VALUE);
    }

    /** The same; of so many units. */
    static ValueLayout<Duration> time(Duration unit, int least, int most) {
        return new Int<>(value -> units(value, unit, least, most), unit::multipliedBy);
    }

    /** The same; none, up to so many, or minus one. */
    static ValueLayout<Duration> timeOrMinusOne(Duration unit, int most) {
        Duration minusOne = unit.negated();
        return new Int<>(value -> value.equals(minusOne) ? -1 : units(value, unit, 0, most), unit::multipliedBy);
    }

    /** A name of at most 15 characters. */
    static ValueLayout<String> name(int least) {
        return new Name(least);
    }

    /** An unsigned int, of which what Java has no int for is the most there is. */
    static ValueLayout<Integer> unsigned() {
        return new Int<>(
                value -> checked(value, 0, Integer.MAX_VALUE), number -> number < 0 ? Integer.MAX_VALUE : number);
    }

    /** A rate of which ~0 is no limit. */
    static ValueLayout<Long> rate() {
        return new Rate();
    }

    /** The key of Fast Open cookies, or a key and its backup. */
    static ValueLayout<byte[]> key() {
        return new Key();
    }

    /** Bytes that can only be read, up to this many. */
    static ValueLayout<byte[]> bytes(int most) {
        return new Bytes(most);
    }

    /** The struct tcp_info. */
    static ValueLayout<TcpInfo> info() {
        return new Info();
    }

    private static int checked(int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(value + " is not between " + least + " and " + most);
        }
        return value;
    }

    private static int units(Duration time, Duration unit, int least, int most) {
        Duration shortest = unit.multipliedBy(least), longest = unit.multipliedBy(most);
        if (time.isNegative() || time.compareTo(longest) > 0 || (least > 0 && time.isZero())) {
            throw new IllegalArgumentException(time + " is not between " + shortest + " and " + longest);
        }
        int whole = (int) time.dividedBy(unit);
        return unit.multipliedBy(whole).compareTo(time) < 0 ? whole + 1 : whole;
    }

    private static byte[] copy(ByteBuffer memory, int size) {
        byte[] bytes = new byte[size];
        memory.get(0, bytes);
        return bytes;
    }

    /** An int, and what it means. */
    record Int<T>(ToIntFunction<T> number, IntFunction<T> meaning) implements ValueLayout<T> {
        @Override
        public int room() {
            return Integer.BYTES;
        }

        @Override
        public int write(T value, ByteBuffer memory) {
            memory.putInt(0, number.applyAsInt(value));
            return Integer.BYTES;
        }

        @Override
        public T read(ByteBuffer memory, int size) {
            return meaning.apply(memory.getInt(0));
        }
    }

    /** See {@link #name}. */
    record Name(int least) implements ValueLayout<String> {
        private static final int ROOM = 16;

        @Override
        public int room() {
            return ROOM;
        }

        @Override
        public int write(String value, ByteBuffer memory) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            if (bytes.length < least || bytes.length >= ROOM) {
                throw new IllegalArgumentException(
                        "\"" + value + "\" has " + bytes.length + " characters, not " + least + " to " + (ROOM - 1));
            }
            memory.put(0, bytes);
            return bytes.length;
        }

        @Override
        public String read(ByteBuffer memory, int size) {
            int length = 0;
            while (length < size && memory.get(length) != 0) {
                length++;
            }
            return new String(copy(memory, length), StandardCharsets.UTF_8);
        }
    }

    /** See {@link #rate}. */
    record Rate() implements ValueLayout<Long> {
        private static final long NO_LIMIT = -1, ALL_BITS = 0xFFFF_FFFFL;

        @Override
        public int room() {
            return Long.BYTES;
        }

        @Override
        public int write(Long value, ByteBuffer memory) {
            if (value <= 0) {
                throw new IllegalArgumentException(value + " bytes per second are none");
            }
            // Linux 5.0 was the first to read more than an int.
            if (value < ALL_BITS || value == Long.MAX_VALUE) {
                memory.putInt(0, (int) Math.min(value, ALL_BITS));
                return Integer.BYTES;
            }
            memory.putLong(0, value);
            return Long.BYTES;
        }

        // Before Linux 5.0 an int.
        @Override
        public Long read(ByteBuffer memory, int size) {
            long value = size < Long.BYTES ? memory.getInt(0) : memory.getLong(0);
            if (value == NO_LIMIT) {
                return Long.MAX_VALUE;
            }
            return size < Long.BYTES ? value & ALL_BITS : value;
        }
    }

    /** See {@link #key}. */
    record Key() implements ValueLayout<byte[]> {
        private static final int ONE = 16, TWO = 32;

        @Override
        public int room() {
            return TWO;
        }

        @Override
        public int write(byte[] value, ByteBuffer memory) {
            if (value.length != ONE && value.length != TWO) {
                throw new IllegalArgumentException("a Fast Open key has 16 or 32 bytes, not " + value.length);
            }
            memory.put(0, value);
            return value.length;
        }

        @Override
        public byte[] read(ByteBuffer memory, int size) {
            return copy(memory, size);
        }
    }

    /** See {@link #bytes}. */
    record Bytes(int room) implements ValueLayout<byte[]> {
        @Override
        public byte[] read(ByteBuffer memory, int size) {
            return copy(memory, size);
        }
    }

    /** See {@link #info}. */
    record Info() implements ValueLayout<TcpInfo> {
        @Override
        public int room() {
            return TcpInfoLayout.SIZE;
        }

        @Override
        public TcpInfo read(ByteBuffer memory, int size) {
            return TcpInfoLayout.read(memory, size);
        }
    }
}

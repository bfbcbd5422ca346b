package tfo.linux.socket;

import static tfo.linux.kernel.Linux.IPPROTO_TCP;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.TcpOptions;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.Scratch;
import tfo.linux.kernel.SystemCalls;

/** Options by their Java type: the JDK's by the JDK, those of {@link TcpOptions} by the kernel. */
final class OptionCodec {
    private static final int NAME = 16, KEY = 32;

    private static final Map<SocketOption<?>, Codec> CODECS = Map.ofEntries(
            Map.entry(TcpOptions.TCP_FASTOPEN, Codec.integer(Linux.TCP_FASTOPEN, 0, Integer.MAX_VALUE)),
            Map.entry(TcpOptions.TCP_FASTOPEN_CONNECT, Codec.flag(Linux.TCP_FASTOPEN_CONNECT)),
            Map.entry(TcpOptions.TCP_FASTOPEN_KEY, Codec.key(Linux.TCP_FASTOPEN_KEY)),
            Map.entry(TcpOptions.TCP_FASTOPEN_NO_COOKIE, Codec.flag(Linux.TCP_FASTOPEN_NO_COOKIE)),
            Map.entry(TcpOptions.TCP_MAXSEG, Codec.integer(Linux.TCP_MAXSEG, 88, 65_535)),
            Map.entry(TcpOptions.TCP_CORK, Codec.flag(Linux.TCP_CORK)),
            Map.entry(TcpOptions.TCP_SYNCNT, Codec.integer(Linux.TCP_SYNCNT, 1, 255)),
            Map.entry(TcpOptions.TCP_DEFER_ACCEPT, Codec.time(Linux.TCP_DEFER_ACCEPT, Duration.ofSeconds(1))),
            Map.entry(TcpOptions.TCP_USER_TIMEOUT, Codec.time(Linux.TCP_USER_TIMEOUT, Duration.ofMillis(1))),
            Map.entry(TcpOptions.TCP_NOTSENT_LOWAT, Codec.integer(Linux.TCP_NOTSENT_LOWAT, 0, Integer.MAX_VALUE)),
            Map.entry(TcpOptions.TCP_CONGESTION, Codec.name(Linux.TCP_CONGESTION)));

    private OptionCodec() {}

    /** The options beyond the JDK's. */
    static Set<SocketOption<?>> options() {
        return CODECS.keySet();
    }

    static boolean anyOf(Collection<SocketOption<?>> options) {
        return options.stream().anyMatch(CODECS::containsKey);
    }

    /** Sets any option on a channel whose descriptor has this number, or none that is known. */
    static <T> void set(NetworkChannel channel, int number, SystemCalls calls, SocketOption<T> option, Object value)
            throws IOException {
        if (CODECS.containsKey(option)) {
            if (number < 0) {
                throw new IOException(option.name() + ": the channel's descriptor was not found");
            }
            set(number, calls, option, value);
        } else if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, option.type().cast(value));
        } else {
            throw unknown(option);
        }
    }

    /** Sets an option beyond the JDK's on a descriptor that stays open meanwhile. */
    static void set(int descriptor, SystemCalls calls, SocketOption<?> option, Object value) throws IOException {
        Codec codec = of(option);
        try (Scratch scratch = calls.scratch()) {
            int size = codec.writer.applyAsInt(value, scratch.memory());
            int result = calls.libc().setsockopt(descriptor, IPPROTO_TCP, codec.number, scratch.address(), size);
            if (value instanceof byte[]) {
                wipe(scratch, size);
            }
            check(result, "setsockopt", option, value);
        }
    }

    /** Reads an option beyond the JDK's from a descriptor that stays open meanwhile. */
    static <T> T get(int descriptor, SystemCalls calls, SocketOption<T> option) throws IOException {
        Codec codec = of(option);
        try (Scratch scratch = calls.scratch()) {
            int size = calls.read(descriptor, IPPROTO_TCP, codec.number, scratch, codec.room);
            check(size, "getsockopt", option, null);
            T value = option.type().cast(codec.reader.apply(scratch.memory(), size));
            wipe(scratch, size);
            return value;
        }
    }

    // It may have been a key.
    private static void wipe(Scratch scratch, int size) {
        scratch.memory().put(0, new byte[size]);
    }

    private static Codec of(SocketOption<?> option) {
        Codec codec = CODECS.get(option);
        if (codec == null) {
            throw unknown(option);
        }
        return codec;
    }

    static UnsupportedOperationException unknown(SocketOption<?> option) {
        return new UnsupportedOperationException("option " + option.name() + " is not supported on this channel");
    }

    private static void check(int result, String operation, SocketOption<?> option, @Nullable Object value)
            throws IOException {
        if (result >= 0) {
            return;
        }
        if (Errno.ENOPROTOOPT.is(result) || Errno.EOPNOTSUPP.is(result)) {
            throw new UnsupportedOperationException("option " + option.name() + " is not supported by this kernel"
                    + " or its settings (" + Errno.name(result) + ")");
        }
        boolean refused = Errno.EINVAL.is(result) || Errno.ENOENT.is(result);
        if (refused && value != null && !(value instanceof byte[])) {
            throw new IllegalArgumentException(
                    option.name() + ": the kernel does not take " + value + " in this state");
        }
        if (Errno.EBADF.is(result)) {
            throw new ClosedChannelException();
        }
        throw Errno.during(result, operation, option.name());
    }

    /** How one option's value is laid out in memory; the writer returns its size. */
    private record Codec(
            int number,
            int room,
            ToIntBiFunction<Object, ByteBuffer> writer,
            BiFunction<ByteBuffer, Integer, Object> reader) {

        static Codec integer(int number, int least, int most) {
            return new Codec(
                    number,
                    Integer.BYTES,
                    (value, memory) -> put(memory, within((Integer) value, least, most)),
                    (memory, size) -> memory.getInt(0));
        }

        static Codec flag(int number) {
            return new Codec(
                    number,
                    Integer.BYTES,
                    (value, memory) -> put(memory, (Boolean) value ? 1 : 0),
                    (memory, size) -> memory.getInt(0) != 0);
        }

        static Codec time(int number, Duration unit) {
            return new Codec(
                    number,
                    Integer.BYTES,
                    (value, memory) -> put(memory, units((Duration) value, unit)),
                    (memory, size) -> unit.multipliedBy(memory.getInt(0)));
        }

        static Codec name(int number) {
            return new Codec(
                    number,
                    NAME,
                    (value, memory) -> {
                        byte[] bytes = ((String) value).getBytes(StandardCharsets.US_ASCII);
                        within(bytes.length, 1, NAME - 1);
                        memory.put(0, bytes);
                        return bytes.length;
                    },
                    (memory, size) -> {
                        byte[] bytes = new byte[size];
                        memory.get(0, bytes);
                        return new String(bytes, StandardCharsets.US_ASCII).replaceFirst("\0.*", "");
                    });
        }

        static Codec key(int number) {
            return new Codec(
                    number,
                    KEY,
                    (value, memory) -> {
                        byte[] bytes = (byte[]) value;
                        if (bytes.length != KEY / 2 && bytes.length != KEY) {
                            throw new IllegalArgumentException(
                                    "a Fast Open key has 16 or 32 bytes, not " + bytes.length);
                        }
                        memory.put(0, bytes);
                        return bytes.length;
                    },
                    (memory, size) -> {
                        byte[] bytes = new byte[size];
                        memory.get(0, bytes);
                        return bytes;
                    });
        }

        // Rounded up: what is short must not become nothing, which often switches an option off.
        private static int units(Duration value, Duration unit) {
            if (value.isNegative() || value.compareTo(unit.multipliedBy(Integer.MAX_VALUE)) > 0) {
                throw new IllegalArgumentException(value + " is negative or too long");
            }
            return (int) value.plus(unit).minusNanos(1).dividedBy(unit);
        }

        private static int put(ByteBuffer memory, int value) {
            memory.putInt(0, value);
            return Integer.BYTES;
        }

        private static int within(long value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(value + " is not between " + least + " and " + most);
            }
            return (int) value;
        }
    }
}

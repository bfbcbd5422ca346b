package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tfo.api.socket.TcpOptions;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.SystemCalls;

class OptionCodecTest {
    private final SystemCalls calls = new SystemCalls(new JnaLibc());
    private SocketChannel channel;
    private int number;

    @BeforeEach
    void open() throws IOException {
        channel = SocketChannel.open();
        number = new Descriptors(calls).find(channel, Descriptors.NO_HINT);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    @Test
    void everyOptionReadsBackWhatWasSet() throws IOException {
        assertKept(TcpOptions.TCP_FASTOPEN_CONNECT, true);
        assertKept(TcpOptions.TCP_FASTOPEN_NO_COOKIE, true);
        assertKept(TcpOptions.TCP_MAXSEG, 1200);
        assertKept(TcpOptions.TCP_CORK, true);
        assertKept(TcpOptions.TCP_SYNCNT, 3);
        assertKept(TcpOptions.TCP_USER_TIMEOUT, Duration.ofMillis(1234));
        assertKept(TcpOptions.TCP_NOTSENT_LOWAT, 16_384);
        assertKept(TcpOptions.TCP_CONGESTION, "reno");
    }

    @Test
    void thoseOfAListenerDoSoToo() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(null)) {
            int of = new Descriptors(calls).find(listener, Descriptors.NO_HINT);
            byte[] key = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

            OptionCodec.set(of, calls, TcpOptions.TCP_FASTOPEN, 7);
            OptionCodec.set(of, calls, TcpOptions.TCP_FASTOPEN_KEY, key);
            OptionCodec.set(of, calls, TcpOptions.TCP_DEFER_ACCEPT, Duration.ofSeconds(1));

            assertEquals(7, OptionCodec.get(of, calls, TcpOptions.TCP_FASTOPEN));
            assertArrayEquals(key, OptionCodec.get(of, calls, TcpOptions.TCP_FASTOPEN_KEY));
            assertEquals(Duration.ofSeconds(1), OptionCodec.get(of, calls, TcpOptions.TCP_DEFER_ACCEPT));
        }
    }

    @Test
    void aValueOutOfRangeIsAnIllegalArgument() {
        assertIllegal(TcpOptions.TCP_MAXSEG, 1);
        assertIllegal(TcpOptions.TCP_SYNCNT, 256);
        assertIllegal(TcpOptions.TCP_FASTOPEN, -1);
        assertIllegal(TcpOptions.TCP_NOTSENT_LOWAT, -1);
        assertIllegal(TcpOptions.TCP_USER_TIMEOUT, Duration.ofDays(365));
        assertIllegal(TcpOptions.TCP_USER_TIMEOUT, Duration.ofMillis(-1));
        assertIllegal(TcpOptions.TCP_USER_TIMEOUT, Duration.ofSeconds(Long.MAX_VALUE));
        assertIllegal(TcpOptions.TCP_CONGESTION, "a name that is too long");
        assertIllegal(TcpOptions.TCP_CONGESTION, "nosuch");
        assertIllegal(TcpOptions.TCP_FASTOPEN_KEY, new byte[15]);
    }

    @Test
    void aShortTimeIsNotRoundedToNone() throws IOException {
        OptionCodec.set(number, calls, TcpOptions.TCP_USER_TIMEOUT, Duration.ofNanos(1));

        assertEquals(Duration.ofMillis(1), OptionCodec.get(number, calls, TcpOptions.TCP_USER_TIMEOUT));
    }

    @Test
    void anOptionThatNobodyKnowsIsUnsupported() {
        SocketOption<Integer> unknown = new SocketOption<>() {
            @Override
            public String name() {
                return "SO_WHATEVER";
            }

            @Override
            public Class<Integer> type() {
                return Integer.class;
            }
        };

        Exception e = assertThrows(
                UnsupportedOperationException.class, () -> OptionCodec.set(channel, number, calls, unknown, 1));
        assertTrue(e.getMessage().contains("SO_WHATEVER"), e.getMessage());
    }

    @Test
    void theJdksOwnAreTheJdks() throws IOException {
        OptionCodec.set(channel, Descriptors.NOT_FOUND, calls, StandardSocketOptions.TCP_NODELAY, true);

        assertTrue(channel.getOption(StandardSocketOptions.TCP_NODELAY));
    }

    @Test
    void aClosedChannelSaysSoEvenWhenItsNumberIsTakenAgain() throws IOException {
        Descriptor descriptor = Objects.requireNonNull(Descriptor.of(number, calls));
        channel.close();
        try (SocketChannel next = SocketChannel.open()) {
            assertEquals(number, new Descriptors(calls).find(next, number));

            assertThrows(
                    ClosedChannelException.class,
                    () -> descriptor.<Integer, IOException>call(
                            of -> OptionCodec.get(of, calls, TcpOptions.TCP_MAXSEG)));
        }
    }

    private <T> void assertKept(SocketOption<T> option, T value) throws IOException {
        OptionCodec.set(number, calls, option, value);

        assertEquals(value, OptionCodec.get(number, calls, option));
    }

    private <T> void assertIllegal(SocketOption<T> option, T value) {
        assertThrows(
                IllegalArgumentException.class, () -> OptionCodec.set(number, calls, option, value), option.name());
    }
}

package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tfo.api.tcp.CongestionInfo;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpState;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

class ChannelOptionsTest {
    private final SystemCalls calls = new SystemCalls(new JnaLibc());
    private final ChannelOptions options = new ChannelOptions(calls, new Descriptors(calls));
    private SocketChannel channel;

    @BeforeEach
    void open() throws IOException {
        channel = SocketChannel.open();
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    @Test
    void everyOptionReadsBackWhatWasSet() throws IOException {
        assertKept(TcpOptions.TCP_NODELAY, true);
        assertKept(TcpOptions.TCP_MAXSEG, 1200);
        assertKept(TcpOptions.TCP_CORK, true);
        assertKept(TcpOptions.TCP_KEEPIDLE, Duration.ofSeconds(77));
        assertKept(TcpOptions.TCP_KEEPINTVL, Duration.ofSeconds(7));
        assertKept(TcpOptions.TCP_KEEPCNT, 3);
        assertKept(TcpOptions.TCP_SYNCNT, 3);
        assertKept(TcpOptions.TCP_LINGER2, Duration.ofSeconds(9));
        assertKept(TcpOptions.TCP_LINGER2, Duration.ofSeconds(-1));
        assertKept(TcpOptions.TCP_WINDOW_CLAMP, 20_000);
        assertKept(TcpOptions.TCP_QUICKACK, false);
        assertKept(TcpOptions.TCP_THIN_LINEAR_TIMEOUTS, true);
        assertKept(TcpOptions.TCP_USER_TIMEOUT, Duration.ofMillis(1234));
        assertKept(TcpOptions.TCP_FASTOPEN_CONNECT, true);
        assertKept(TcpOptions.TCP_FASTOPEN_NO_COOKIE, true);
        assertKept(TcpOptions.TCP_NOTSENT_LOWAT, 16_384);
        assertKept(TcpOptions.TCP_CONGESTION, "reno");
        assertKept(TcpOptions.TCP_INQ, true);
        assertKept(TcpOptions.TCP_RTO_MAX_MS, Duration.ofSeconds(5));
        assertKept(TcpOptions.TCP_RTO_MIN_US, Duration.ofMillis(100));
        assertKept(TcpOptions.TCP_DELACK_MAX_US, Duration.ofMillis(100));
    }

    @Test
    void thoseOfTheSocketLevelDoSoToo() throws IOException {
        assertKept(TcpOptions.SO_KEEPALIVE, true);
        assertKept(TcpOptions.SO_OOBINLINE, true);
        assertKept(TcpOptions.SO_SNDBUF, 20_000);
        assertKept(TcpOptions.SO_RCVBUF, 20_000);
        assertKept(TcpOptions.SO_MAX_PACING_RATE, 5_000_000_000L);
        assertKept(TcpOptions.SO_MAX_PACING_RATE, Long.MAX_VALUE);
        assertKept(TcpOptions.SO_INCOMING_CPU, 0);
        assertKept(TcpOptions.SO_INCOMING_CPU, -1);
        assertKept(TcpOptions.SO_MARK, 77);
        assertKept(TcpOptions.SO_BINDTODEVICE, "lo");
        assertKept(TcpOptions.SO_BINDTODEVICE, "");
    }

    @Test
    void whatTakesAPrivilegeIsKeptOrRefusedByName() throws IOException {
        Duration poll = Duration.ofNanos(50_000);
        try {
            assertKept(TcpOptions.SO_BUSY_POLL, poll);
        } catch (SocketException e) {
            assertTrue(e.getMessage().contains("SO_BUSY_POLL") && e.getMessage().contains("EPERM"), e.getMessage());
        }
    }

    @Test
    void thoseOfAListenerDoSoToo() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(null)) {
            byte[] key = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

            options.set(listener, TcpOptions.TCP_FASTOPEN_KEY, key);

            assertKept(listener, TcpOptions.TCP_FASTOPEN, 7);
            assertKept(listener, TcpOptions.TCP_DEFER_ACCEPT, Duration.ofSeconds(1));
            assertKept(listener, TcpOptions.TCP_SAVE_SYN, true);
            assertArrayEquals(key, options.get(listener, TcpOptions.TCP_FASTOPEN_KEY));
        }
    }

    @Test
    void aBufferIsReadAsItWasAskedForWhoeverReadsIt() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            options.set(listener, TcpOptions.SO_SNDBUF, 30_000);
            options.set(channel, TcpOptions.SO_SNDBUF, 30_000);

            assertEquals(30_000, options.get(listener, TcpOptions.SO_SNDBUF));
            assertEquals(30_000, channel.getOption(StandardSocketOptions.SO_SNDBUF));
            int number = new Descriptors(calls).locate(channel);
            assertEquals(60_000, calls.option(number, Linux.SOL_SOCKET, Linux.SO_SNDBUF), "what the kernel allots");
        }
    }

    @Test
    void theJdksConstantsAreTheSameOptions() throws IOException {
        options.set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, 55);
        options.set(channel, StandardSocketOptions.TCP_NODELAY, true);

        assertEquals(Duration.ofSeconds(55), options.get(channel, TcpOptions.TCP_KEEPIDLE));
        assertEquals(true, options.get(channel, TcpOptions.TCP_NODELAY));
        assertEquals(55, options.get(channel, ExtendedSocketOptions.TCP_KEEPIDLE));
    }

    @Test
    void aValueOutOfRangeIsAnIllegalArgumentThatNamesTheOption() {
        assertIllegal(TcpOptions.TCP_MAXSEG, 1);
        assertIllegal(TcpOptions.TCP_MAXSEG, 70_000);
        assertIllegal(TcpOptions.TCP_KEEPIDLE, Duration.ZERO);
        assertIllegal(TcpOptions.TCP_KEEPINTVL, Duration.ofDays(1));
        assertIllegal(TcpOptions.TCP_KEEPCNT, 0);
        assertIllegal(TcpOptions.TCP_SYNCNT, 256);
        assertIllegal(TcpOptions.TCP_LINGER2, Duration.ofSeconds(-2));
        assertIllegal(TcpOptions.TCP_WINDOW_CLAMP, -1);
        assertIllegal(TcpOptions.TCP_FASTOPEN, -1);
        assertIllegal(TcpOptions.TCP_NOTSENT_LOWAT, -1);
        assertIllegal(TcpOptions.TCP_USER_TIMEOUT, Duration.ofDays(365));
        assertIllegal(TcpOptions.TCP_USER_TIMEOUT, Duration.ofMillis(-1));
        assertIllegal(TcpOptions.TCP_USER_TIMEOUT, Duration.ofSeconds(Long.MAX_VALUE));
        assertIllegal(TcpOptions.TCP_CONGESTION, "a name that is too long");
        assertIllegal(TcpOptions.TCP_CONGESTION, "nosuch");
        assertIllegal(TcpOptions.TCP_FASTOPEN_KEY, new byte[15]);
        assertIllegal(TcpOptions.TCP_RTO_MAX_MS, Duration.ofMillis(999));
        assertIllegal(TcpOptions.TCP_RTO_MIN_US, Duration.ofMillis(201));
        assertIllegal(TcpOptions.TCP_DELACK_MAX_US, Duration.ofMillis(201));
        assertIllegal(TcpOptions.SO_BINDTODEVICE, "nosuch0");
        assertIllegal(TcpOptions.SO_MAX_PACING_RATE, 0L);
        assertIllegal(TcpOptions.SO_INCOMING_CPU, -2);
    }

    @Test
    void aShortTimeIsNotRoundedToNone() throws IOException {
        options.set(channel, TcpOptions.TCP_USER_TIMEOUT, Duration.ofNanos(1));

        assertEquals(Duration.ofMillis(1), options.get(channel, TcpOptions.TCP_USER_TIMEOUT));
    }

    @Test
    void whatCanOnlyBeReadSaysSo() throws IOException {
        TcpInfo info = options.get(channel, TcpOptions.TCP_INFO);
        assertEquals(TcpState.CLOSED, info.state());
        assertFalse(info.toString().contains("lastsnd"), info::toString);
        assertEquals(0, options.get(channel, TcpOptions.TCP_SAVED_SYN).length);
        options.set(channel, TcpOptions.TCP_CONGESTION, "reno");
        assertEquals(new CongestionInfo.Silent("reno"), options.get(channel, TcpOptions.TCP_CC_INFO));
        assertUnsupported(TcpOptions.TCP_SAVED_SYN, new byte[1], "can only be read");
        assertUnsupported(TcpOptions.TCP_CC_INFO, new CongestionInfo.Silent("reno"), "can only be read");
    }

    @Test
    void bbrKnowsNoRoundTripBeforeTheConnection() throws IOException {
        options.set(channel, TcpOptions.TCP_CONGESTION, "bbr");
        assertEquals(Optional.empty(), bbrMinRtt());

        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.connect(listener.getLocalAddress());

            assertTrue(bbrMinRtt().orElseThrow().toNanos() > 0);
        }
    }

    private Optional<Duration> bbrMinRtt() throws IOException {
        return assertInstanceOf(CongestionInfo.Bbr.class, options.get(channel, TcpOptions.TCP_CC_INFO))
                .minRtt();
    }

    @Test
    void whatComesTooLateIsAnIllegalState() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.connect(listener.getLocalAddress());

            assertLate(TcpOptions.TCP_FASTOPEN_CONNECT, true);
            assertLate(TcpOptions.TCP_FASTOPEN_NO_COOKIE, true);
            assertLate(TcpOptions.TCP_FASTOPEN, 5);
            assertLate(TcpOptions.TCP_MAXSEG, 1000);
            assertLate(TcpOptions.TCP_WINDOW_CLAMP, 0);
        }
    }

    private <T> void assertLate(SocketOption<T> option, T value) {
        Exception e = assertThrows(IllegalStateException.class, () -> options.set(channel, option, value));
        assertTrue(e.getMessage().contains(option.name()), e.getMessage());
    }

    @Test
    void thisKernelKnowsThemAll() {
        assertTrue(options.supported().containsAll(TcpOptions.all()));
        assertTrue(options.supported().containsAll(channel.supportedOptions()));
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

        assertUnsupported(unknown, 1, "SO_WHATEVER");
    }

    private <T> void assertKept(SocketOption<T> option, T value) throws IOException {
        assertKept(channel, option, value);
    }

    private <T> void assertKept(NetworkChannel on, SocketOption<T> option, T value) throws IOException {
        options.set(on, option, value);

        assertEquals(value, options.get(on, option), option.name());
    }

    private <T> void assertIllegal(SocketOption<T> option, T value) {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> options.set(channel, option, value), option.name());
        assertTrue(e.getMessage().contains(option.name()), e.getMessage());
    }

    private <T> void assertUnsupported(SocketOption<T> option, T value, String words) {
        Exception e = assertThrows(UnsupportedOperationException.class, () -> options.set(channel, option, value));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}

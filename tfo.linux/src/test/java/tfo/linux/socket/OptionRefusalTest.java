package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tfo.api.tcp.TcpOptions;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

/** What is said of an option that the kernel refuses. */
class OptionRefusalTest {
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
    void whatAnOlderKernelDoesNotKnowNamesTheOneThatDoes() throws IOException {
        SystemCalls older = new SystemCalls(new DelegatingLibc(new JnaLibc()) {
            @Override
            public int getsockopt(int descriptor, int level, int option, long value, long length) {
                return level == Linux.IPPROTO_TCP && option > Linux.TCP_INQ
                        ? Errno.ENOPROTOOPT.result()
                        : super.getsockopt(descriptor, level, option, value, length);
            }

            @Override
            public int setsockopt(int descriptor, int level, int option, long value, int length) {
                return level == Linux.IPPROTO_TCP && option > Linux.TCP_INQ
                        ? Errno.ENOPROTOOPT.result()
                        : super.setsockopt(descriptor, level, option, value, length);
            }
        });
        ChannelOptions old = new ChannelOptions(older, new Descriptors(older));
        Duration second = Duration.ofSeconds(1);

        Exception e = assertThrows(
                UnsupportedOperationException.class, () -> old.set(channel, TcpOptions.TCP_RTO_MAX_MS, second));
        assertTrue(e.getMessage().contains("TCP_RTO_MAX_MS") && e.getMessage().contains("6.15"), e.getMessage());
        // A newer one may be built without it.
        assertTrue(e.getMessage().contains("unless it was left out"), e.getMessage());
        assertThrows(UnsupportedOperationException.class, () -> old.get(channel, TcpOptions.TCP_RTO_MAX_MS));
        assertFalse(old.supported().contains(TcpOptions.TCP_RTO_MAX_MS));
        assertTrue(old.supported().contains(TcpOptions.TCP_INQ));
    }

    @Test
    void aTimeThatIsShorterThanTheKernelCountsSaysHowItCounts() {
        SystemCalls calls = new SystemCalls(new JnaLibc());
        ChannelOptions options = new ChannelOptions(calls, new Descriptors(calls));
        for (SocketOption<Duration> option : List.of(TcpOptions.TCP_RTO_MIN_US, TcpOptions.TCP_DELACK_MAX_US)) {
            Exception e = assertThrows(
                    IllegalArgumentException.class, () -> options.set(channel, option, Duration.ofMillis(1)));
            assertTrue(e.getMessage().contains("ticks"), e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TCP_KEEPIDLE     | PT40000S  | TCP_KEEPIDLE: PT11H6M40S is not between PT1S and PT9H6M7S",
                "TCP_KEEPIDLE     | PT0S      | TCP_KEEPIDLE: PT0S is not between PT1S and PT9H6M7S",
                "TCP_KEEPINTVL    | PT40000S  | TCP_KEEPINTVL: PT11H6M40S is not between PT1S and PT9H6M7S",
                "TCP_LINGER2      | PT500S    | TCP_LINGER2: PT8M20S is not between PT0S and PT2M",
                "TCP_USER_TIMEOUT | PT720H    | TCP_USER_TIMEOUT: PT720H is not between PT0S and PT596H31M23.647S",
                "TCP_RTO_MAX_MS   | PT0.9S    | TCP_RTO_MAX_MS: the kernel does not take PT0.9S; 1 to 120 seconds",
            })
    void aTimeThatIsNotTakenNamesTheBounds(String name, Duration time, String message) {
        SocketOption<Duration> option = duration(name);
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> everyday().set(channel, option, time));

        assertEquals(message, e.getMessage());
    }

    // Each of these names is one of a time.
    @SuppressWarnings("unchecked")
    private static SocketOption<Duration> duration(String name) {
        return (SocketOption<Duration>) TcpOptions.all().stream()
                .filter(option -> option.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    @Test
    void anInterfaceThatIsNotThereIsNotThere() {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> everyday().set(channel, TcpOptions.SO_BINDTODEVICE, "nix0"));

        assertEquals(
                "SO_BINDTODEVICE: the kernel does not take nix0; there is no such network interface", e.getMessage());
    }

    @Test
    void whatComesTooLateOrOnTheOtherKindOfChannelSaysWhereItBelongs() throws IOException {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
            String both = "give it to ConnectRequest.option or ListenRequest.option, or set it before connect";
            assertLate("TCP_MAXSEG has no effect on a connection: " + both, client, TcpOptions.TCP_MAXSEG, 1000);
            assertLate("TCP_SYNCNT has no effect on a connection: " + both, client, TcpOptions.TCP_SYNCNT, 3);
            assertLate(
                    "TCP_DEFER_ACCEPT has no effect on a connection: " + both,
                    client,
                    TcpOptions.TCP_DEFER_ACCEPT,
                    Duration.ofSeconds(1));
            assertLate(
                    "TCP_SAVE_SYN has no effect on a connection: give it to ListenRequest.option",
                    client,
                    TcpOptions.TCP_SAVE_SYN,
                    true);
            assertLate(
                    "TCP_FASTOPEN_KEY has no effect on a connection: give it to ListenRequest.option",
                    client,
                    TcpOptions.TCP_FASTOPEN_KEY,
                    new byte[16]);
            assertLate(
                    "TCP_FASTOPEN is for listeners: give it to ListenRequest.option",
                    client,
                    TcpOptions.TCP_FASTOPEN,
                    5);
            assertLate(
                    "TCP_FASTOPEN_NO_COOKIE came too late: " + both, client, TcpOptions.TCP_FASTOPEN_NO_COOKIE, true);
            assertLate(
                    "TCP_FASTOPEN_CONNECT came too late: set it before connect, or give ConnectRequest a first flight",
                    client,
                    TcpOptions.TCP_FASTOPEN_CONNECT,
                    true);
            assertLate(
                    "TCP_FASTOPEN_CONNECT is for clients, and this is a listener",
                    listener,
                    TcpOptions.TCP_FASTOPEN_CONNECT,
                    true);
        }
    }

    private static <T> void assertLate(String message, NetworkChannel on, SocketOption<T> option, T value) {
        Exception e = assertThrows(IllegalStateException.class, () -> everyday().set(on, option, value));

        assertEquals(message, e.getMessage());
    }

    private static ChannelOptions everyday() {
        SystemCalls calls = new SystemCalls(new JnaLibc());
        return new ChannelOptions(calls, new Descriptors(calls));
    }

    @Test
    void whatIsOffNeedNotBeAllowedToBeSwitchedOff() throws IOException {
        ChannelOptions off = refusing(Linux.TCP_FASTOPEN_CONNECT, Errno.EOPNOTSUPP);

        off.set(channel, TcpOptions.TCP_FASTOPEN_CONNECT, false);

        assertThrows(
                UnsupportedOperationException.class, () -> off.set(channel, TcpOptions.TCP_FASTOPEN_CONNECT, true));
    }

    @Test
    void aRefusalNamesTheCapabilityThatIsMissing() {
        assertNamed(refusing(Linux.SO_BINDTODEVICE, Errno.EPERM), TcpOptions.SO_BINDTODEVICE, "lo", "CAP_NET_RAW");
        assertNamed(refusing(Linux.SO_MARK, Errno.EPERM), TcpOptions.SO_MARK, 1, "CAP_NET_ADMIN or CAP_NET_RAW");
        assertNamed(refusing(Linux.TCP_CONGESTION, Errno.EPERM), TcpOptions.TCP_CONGESTION, "reno", "CAP_NET_ADMIN");
    }

    private <T> void assertNamed(ChannelOptions refusing, SocketOption<T> option, T value, String capability) {
        Exception e = assertThrows(SocketException.class, () -> refusing.set(channel, option, value));
        assertTrue(e.getMessage().contains(option.name() + " (takes " + capability + ")"), e.getMessage());
    }

    /** Those of a kernel that refuses one option. */
    private static ChannelOptions refusing(int refused, Errno error) {
        SystemCalls calls = new SystemCalls(new DelegatingLibc(new JnaLibc()) {
            @Override
            public int setsockopt(int descriptor, int level, int option, long value, int length) {
                return option == refused ? error.result() : super.setsockopt(descriptor, level, option, value, length);
            }
        });
        return new ChannelOptions(calls, new Descriptors(calls));
    }
}

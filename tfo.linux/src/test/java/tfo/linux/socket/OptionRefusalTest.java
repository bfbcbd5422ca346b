package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tfo.api.tcp.TcpOptions;
import tfo.testkit.peer.Addresses;

/** Options of channels that somebody else opened, and may close. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ChannelOptionContract extends ProviderContract {
    private static final int RACES = 300;

    static Stream<SocketOption<?>> all() {
        return TcpOptions.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsToldBeforehandCanBeReadAndWhatIsNotIsRefusedByName(SocketOption<?> option) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            if (sockets().supportedOptions().contains(option)) {
                assertNotNull(sockets().getOption(channel, option));
            } else {
                Messages.assertMentions(
                        option.name(),
                        assertThrows(
                                UnsupportedOperationException.class,
                                () -> sockets().getOption(channel, option)));
            }
        }
    }

    @Test
    void theOptionsOfTheJdkAreAmongThem() throws IOException {
        try (SocketChannel channel = SocketChannel.open();
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            Set<SocketOption<?>> supported = sockets().supportedOptions();

            assertTrue(supported.containsAll(channel.supportedOptions()));
            assertTrue(supported.containsAll(listener.supportedOptions()));
            assertTrue(supported.containsAll(
                    List.of(TcpOptions.TCP_NODELAY, TcpOptions.SO_KEEPALIVE, TcpOptions.SO_OOBINLINE)));
        }
    }

    @Test
    void whatOneWaySetsTheOtherReads() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 20_000);
            assertEquals(20_000, sockets().getOption(channel, TcpOptions.SO_SNDBUF));

            sockets().setOption(channel, TcpOptions.SO_OOBINLINE, true);
            assertTrue(channel.socket().getOOBInline());

            sockets().setOption(channel, TcpOptions.TCP_KEEPIDLE, Duration.ofMillis(76_500));
            assertEquals(77, channel.getOption(named(channel, "TCP_KEEPIDLE")));
            assertEquals(Duration.ofSeconds(77), sockets().getOption(channel, TcpOptions.TCP_KEEPIDLE));

            sockets().setOption(channel, TcpOptions.TCP_KEEPCNT, 5);
            assertEquals(5, channel.getOption(named(channel, "TCP_KEEPCOUNT")));
        }
    }

    private static SocketOption<?> named(NetworkChannel channel, String name) {
        return channel.supportedOptions().stream()
                .filter(option -> option.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    @Test
    void whatAListenerIsGivenItsConnectionsHave() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()
                .setOption(StandardSocketOptions.SO_REUSEADDR, true)
                .bind(new InetSocketAddress(Addresses.fresh(), 0))) {
            sockets().setOption(listener, TcpOptions.TCP_KEEPINTVL, Duration.ofSeconds(33));
            try (SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                    SocketChannel accepted = listener.accept()) {
                assertEquals(Duration.ofSeconds(33), sockets().getOption(accepted, TcpOptions.TCP_KEEPINTVL));
                assertTrue(client.isConnected());
                assertEquals(7200, accepted.getOption(named(accepted, "TCP_KEEPIDLE")), "no trace of a search");
            }
            assertEquals(true, listener.getOption(StandardSocketOptions.SO_REUSEADDR));
            assertEquals(7200, listener.getOption(named(listener, "TCP_KEEPIDLE")));
        }
    }

    @Test
    void aWrongValueIsAnIllegalArgumentAndChangesNothing() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> sockets().setOption(channel, TcpOptions.TCP_KEEPIDLE, Duration.ZERO));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> sockets().setOption(channel, TcpOptions.TCP_KEEPIDLE, Duration.ofDays(2)));
            assertThrows(
                    IllegalArgumentException.class, () -> sockets().setOption(channel, TcpOptions.TCP_KEEPCNT, 128));

            assertEquals(Duration.ofHours(2), sockets().getOption(channel, TcpOptions.TCP_KEEPIDLE));
            assertEquals(9, sockets().getOption(channel, TcpOptions.TCP_KEEPCNT));
        }
    }

    @Test
    @Tag("F7")
    void aClosedChannelSaysSo() throws IOException {
        for (NetworkChannel channel : List.of(SocketChannel.open(), ServerSocketChannel.open())) {
            sockets().setOption(channel, TcpOptions.TCP_KEEPCNT, 3);
            sockets().setOption(channel, guarded(), Duration.ofSeconds(3));
            channel.close();

            assertThrows(ClosedChannelException.class, () -> sockets().getOption(channel, TcpOptions.TCP_KEEPCNT));
            assertThrows(ClosedChannelException.class, () -> sockets().setOption(channel, TcpOptions.TCP_KEEPCNT, 4));
            assertThrows(ClosedChannelException.class, () -> sockets().getOption(channel, guarded()));
            assertThrows(
                    ClosedChannelException.class, () -> sockets().setOption(channel, guarded(), Duration.ofSeconds(4)));
            assertThrows(
                    ClosedChannelException.class, () -> sockets().getOption(channel, StandardSocketOptions.SO_RCVBUF));
        }
    }

    /** One that the kernel has alone, where the provider can ask it: those that the JDK sets the JDK guards. */
    private SocketOption<Duration> guarded() {
        return sockets().supportedOptions().contains(TcpOptions.TCP_USER_TIMEOUT)
                ? TcpOptions.TCP_USER_TIMEOUT
                : TcpOptions.TCP_KEEPINTVL;
    }

    @Test
    @Tag("F25")
    void anOptionOfAChannelThatIsBeingClosedIsNeverSetOnAnother() throws Exception {
        Duration usual = usual();
        for (int i = 0; i < RACES; i++) {
            SocketChannel channel = SocketChannel.open();
            sockets().setOption(channel, guarded(), Duration.ofSeconds(3));
            Background<Boolean> setter = Background.run(() -> setUntilClosed(channel));
            channel.close();
            try (SocketChannel next = SocketChannel.open()) {
                setter.failure(Duration.ofSeconds(10));

                assertEquals(usual, sockets().getOption(next, guarded()));
            }
        }
    }

    private Duration usual() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            return sockets().getOption(channel, guarded());
        }
    }

    private void setUntilClosed(SocketChannel channel) throws IOException {
        while (true) {
            sockets().setOption(channel, guarded(), Duration.ofSeconds(4));
        }
    }

    @Test
    @Tag("F23")
    void aThousandChannelsLeaveNoDescriptorsBehind() throws Exception {
        Collection<SocketChannel> channels = new ArrayList<>();
        int before = Descriptors.open();
        try {
            for (int i = 0; i < 1_000; i++) {
                SocketChannel channel = SocketChannel.open();
                channels.add(channel);
                sockets().setOption(channel, guarded(), Duration.ofSeconds(1 + i));
            }
            Descriptors.assertAtMost(before + channels.size());
            int number = 0;
            for (SocketChannel channel : channels) {
                assertEquals(Duration.ofSeconds(1 + number++), sockets().getOption(channel, guarded()));
            }
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
        Descriptors.assertAtMost(before);
    }

    @Test
    void aChannelOfAnotherKindIsRefusedByNameOrHasNothingToTell() throws IOException {
        try (SocketChannel unix = SocketChannel.open(StandardProtocolFamily.UNIX);
                ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                DatagramChannel datagrams = DatagramChannel.open()) {
            for (NetworkChannel channel : List.of(unix, listener, datagrams)) {
                assertForeign(channel, TcpOptions.TCP_KEEPIDLE, Duration.ofSeconds(1));
                assertForeign(channel, TcpOptions.SO_OOBINLINE, true);
                assertForeign(channel, TcpOptions.TCP_CORK, true);
                assertThrows(IllegalArgumentException.class, () -> sockets().queues(channel));
            }
            assertEquals(Optional.empty(), sockets().tcpInfo(unix));
            assertFalse(sockets().arm(unix).usable());
        }
    }

    private <T> void assertForeign(NetworkChannel channel, SocketOption<T> option, T value) {
        Messages.assertMentions(
                option.name(),
                assertThrows(
                        UnsupportedOperationException.class, () -> sockets().getOption(channel, option)));
        Messages.assertMentions(
                option.name(),
                assertThrows(
                        UnsupportedOperationException.class, () -> sockets().setOption(channel, option, value)));
    }

    @Test
    void aSegmentSizeComesTooLateForAConnection() throws IOException {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(Addresses.fresh(), 0));
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel accepted = listener.accept()) {
            if (sockets().supportedOptions().contains(TcpOptions.TCP_MAXSEG)) {
                sockets().setOption(listener, TcpOptions.TCP_MAXSEG, 1_000);
                for (SocketChannel end : List.of(client, accepted)) {
                    int before = sockets().getOption(end, TcpOptions.TCP_MAXSEG);

                    assertThrows(
                            IllegalStateException.class, () -> sockets().setOption(end, TcpOptions.TCP_MAXSEG, 1_000));

                    assertEquals(before, sockets().getOption(end, TcpOptions.TCP_MAXSEG));
                }
            }
        }
    }

    @Test
    @Tag("F4")
    void nullIsANullPointerExceptionThatNamesIt() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            assertNull("channel", () -> sockets().getOption(nothing(), TcpOptions.TCP_KEEPCNT));
            assertNull("channel", () -> sockets().setOption(nothing(), TcpOptions.TCP_KEEPCNT, 1));
            assertNull("option", () -> sockets().getOption(channel, nothing()));
            assertNull("option", () -> sockets().setOption(channel, nothing(), 1));
            assertNull("value", () -> sockets().setOption(channel, guarded(), nothing()));
            assertNull("value", () -> sockets().setOption(channel, TcpOptions.TCP_KEEPCNT, nothing()));
            assertNull("value", () -> sockets().setOption(channel, TcpOptions.TCP_NODELAY, nothing()));
        }
    }

    private static void assertNull(String name, Executable call) {
        assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
    }

    // The one thing that the compiler is there to prevent.
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}

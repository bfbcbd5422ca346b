package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpState;
import tfo.testkit.peer.Addresses;

/** Options of the JDK's asynchronous channels, which have no queues here. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class AsynchronousOptionContract extends ProviderContract {
    private static final int RACES = 100;

    private static AsynchronousServerSocketChannel listening() throws IOException {
        return AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(Addresses.fresh(), 0));
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** One that the kernel has alone, where the provider can ask it. */
    private SocketOption<Duration> guarded() {
        return fastOpen() ? TcpOptions.TCP_USER_TIMEOUT : TcpOptions.TCP_KEEPINTVL;
    }

    @Test
    void anAsynchronousChannelKeepsWhatItIsGiven() throws Exception {
        try (AsynchronousServerSocketChannel listener = listening();
                AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
            assertKept(channel, 11);
            result(channel.connect(listener.getLocalAddress()));
            try (AsynchronousSocketChannel accepted = result(listener.accept())) {
                assertKept(channel, 12);
                assertKept(accepted, 13);
                assertEquals(12, channel.getOption(named(channel, "TCP_KEEPCOUNT")));
                assertEquals(Duration.ofHours(2), sockets().getOption(accepted, TcpOptions.TCP_KEEPIDLE), "no trace");
            }
        }
    }

    private void assertKept(NetworkChannel channel, int value) throws IOException {
        sockets().setOption(channel, guarded(), Duration.ofSeconds(value));
        sockets().setOption(channel, TcpOptions.TCP_KEEPCNT, value);
        sockets().setOption(channel, StandardSocketOptions.TCP_NODELAY, true);

        assertEquals(Duration.ofSeconds(value), sockets().getOption(channel, guarded()));
        assertEquals(value, sockets().getOption(channel, TcpOptions.TCP_KEEPCNT));
        assertEquals(true, channel.getOption(StandardSocketOptions.TCP_NODELAY));
        assertThrows(
                IllegalArgumentException.class,
                () -> sockets().setOption(channel, TcpOptions.TCP_KEEPIDLE, Duration.ZERO));
    }

    private static SocketOption<?> named(NetworkChannel channel, String name) {
        return channel.supportedOptions().stream()
                .filter(option -> option.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAnAsynchronousListenerIsGivenItsConnectionsHave(boolean bound) throws Exception {
        Duration given = Duration.ofSeconds(33);
        try (AsynchronousServerSocketChannel listener = bound ? listening() : AsynchronousServerSocketChannel.open();
                AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
            sockets().setOption(listener, TcpOptions.TCP_KEEPINTVL, given);
            sockets().setOption(listener, guarded(), given);
            if (!bound) {
                listener.bind(new InetSocketAddress(Addresses.fresh(), 0));
            }
            result(client.connect(listener.getLocalAddress()));
            try (AsynchronousSocketChannel accepted = result(listener.accept())) {
                assertEquals(given, sockets().getOption(listener, guarded()));
                assertEquals(given, sockets().getOption(accepted, guarded()));
                assertEquals(given, sockets().getOption(accepted, TcpOptions.TCP_KEEPINTVL));
                assertEquals(7200, accepted.getOption(named(accepted, "TCP_KEEPIDLE")), "no trace of a search");
            }
        }
    }

    @Test
    void anAsynchronousListenerWithAQueueTakesDataInTheSyn() throws Exception {
        if (!fastOpen()) {
            return;
        }
        InetSocketAddress any = new InetSocketAddress(address(Contact.KNOWN), 0);
        try (AsynchronousServerSocketChannel listener =
                AsynchronousServerSocketChannel.open().bind(any)) {
            InetSocketAddress remote = (InetSocketAddress) listener.getLocalAddress();
            sockets().setOption(listener, TcpOptions.TCP_FASTOPEN, 16);

            try (FastOpenConnection connection =
                            sockets().connect(ConnectRequest.to(remote).firstFlight(ByteBuffer.allocate(5)));
                    AsynchronousSocketChannel accepted = result(listener.accept())) {
                assertTrue(connection.report().acknowledged(), connection.report()::reason);
                BothEnds.await(
                        "the handshake ends",
                        () -> sockets().getOption(accepted, TcpOptions.TCP_INFO).state() == TcpState.ESTABLISHED);
            }
        }
    }

    @Test
    @Tag("F7")
    void aClosedAsynchronousChannelSaysSo() throws IOException {
        for (NetworkChannel channel :
                List.of(AsynchronousSocketChannel.open(), AsynchronousServerSocketChannel.open(), listening())) {
            sockets().setOption(channel, guarded(), Duration.ofSeconds(3));
            channel.close();

            assertThrows(ClosedChannelException.class, () -> sockets().getOption(channel, TcpOptions.TCP_KEEPCNT));
            assertThrows(ClosedChannelException.class, () -> sockets().getOption(channel, guarded()));
            assertThrows(
                    ClosedChannelException.class, () -> sockets().setOption(channel, guarded(), Duration.ofSeconds(4)));
        }
    }

    @Test
    @Tag("F25")
    void anOptionOfAnAsynchronousChannelIsNeverSetOnAnother() throws Exception {
        for (int i = 0; i < RACES; i++) {
            AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
            Duration usual = sockets().getOption(channel, guarded());
            Background<Boolean> setter = Background.run(() -> {
                while (true) {
                    sockets().setOption(channel, guarded(), Duration.ofSeconds(4));
                }
            });
            channel.close();
            try (AsynchronousSocketChannel next = AsynchronousSocketChannel.open()) {
                setter.failure(Duration.ofSeconds(10));

                assertEquals(usual, sockets().getOption(next, guarded()));
            }
        }
    }

    @Test
    void anAsynchronousChannelHasNoQueues() throws IOException {
        try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
                AsynchronousServerSocketChannel listener = AsynchronousServerSocketChannel.open()) {
            assertThrows(IllegalArgumentException.class, () -> sockets().queues(channel));
            assertThrows(IllegalArgumentException.class, () -> sockets().queues(listener));
        }
    }
}

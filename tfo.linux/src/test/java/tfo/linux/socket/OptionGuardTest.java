package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tfo.api.tcp.TcpOptions;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.SystemCalls;

/** Which channel an option is set on and read from: the one that was meant, or none. */
class OptionGuardTest {
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
    void whatIsClosedWhileItIsDuplicatedIsNotSetOnTheOneThatTookItsNumber() throws IOException {
        int number = new Descriptors(calls).locate(channel);
        SocketChannel[] next = new SocketChannel[1];
        Set<Integer> made = new HashSet<>();
        SystemCalls racing = new SystemCalls(new DelegatingLibc(new JnaLibc()) {
            @Override
            public int fcntl(int descriptor, int command, int argument) {
                if (descriptor == number) {
                    reopen();
                }
                int duplicate = super.fcntl(descriptor, command, argument);
                made.add(duplicate);
                return duplicate;
            }

            private void reopen() {
                try {
                    channel.close();
                    next[0] = SocketChannel.open();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public int setsockopt(int descriptor, int level, int option, long value, int length) {
                throw new AssertionError("set on descriptor " + descriptor);
            }

            @Override
            public int close(int descriptor) {
                made.remove(descriptor);
                return super.close(descriptor);
            }
        });
        ChannelOptions late = new ChannelOptions(racing, new Descriptors(racing));
        late.learn(channel, number);

        assertThrows(ClosedChannelException.class, () -> late.set(channel, TcpOptions.TCP_CORK, true));

        try (SocketChannel other = next[0]) {
            assertEquals(false, options.get(other, TcpOptions.TCP_CORK));
        }
        racing.duplicates().close();
        assertEquals(Set.of(), made, "duplicates left open");
    }

    @Test
    void aClosedChannelSaysSoEvenWhenItsNumberIsTakenAgain() throws IOException {
        options.set(channel, TcpOptions.TCP_MAXSEG, 1000);
        int number = new Descriptors(calls).locate(channel);
        channel.close();
        try (SocketChannel next = SocketChannel.open()) {
            assertEquals(number, new Descriptors(calls).find(next, number));

            assertThrows(ClosedChannelException.class, () -> options.get(channel, TcpOptions.TCP_MAXSEG));
            assertThrows(ClosedChannelException.class, () -> options.set(channel, TcpOptions.TCP_MAXSEG, 999));
            KernelOption<Integer> option = OptionTable.of(TcpOptions.TCP_MAXSEG);
            assertThrows(ClosedChannelException.class, () -> options.get(channel, number, option));
            assertThrows(ClosedChannelException.class, () -> options.set(channel, number, option, 999));
            assertEquals(536, options.get(next, TcpOptions.TCP_MAXSEG));
        }
    }

    @Test
    void eachOfManyListenersOnOnePortIsFound() throws IOException {
        try (ServerSocketChannel first = shared(0);
                ServerSocketChannel second = shared(port(first));
                ServerSocketChannel third = shared(port(first))) {
            // What the search would set, for reasons of its own.
            second.setOption(ExtendedSocketOptions.TCP_QUICKACK, false);

            options.set(third, TcpOptions.TCP_MAXSEG, 1003);
            options.set(first, TcpOptions.TCP_MAXSEG, 1001);
            options.set(second, TcpOptions.TCP_MAXSEG, 1002);

            assertEquals(1001, options.get(first, TcpOptions.TCP_MAXSEG));
            assertEquals(1002, options.get(second, TcpOptions.TCP_MAXSEG));
            assertEquals(1003, options.get(third, TcpOptions.TCP_MAXSEG));
            assertEquals(false, second.getOption(ExtendedSocketOptions.TCP_QUICKACK));
            assertEquals(true, third.getOption(ExtendedSocketOptions.TCP_QUICKACK));
            Set<Integer> numbers = Set.of(locate(first), locate(second), locate(third));
            assertEquals(3, numbers.size());
        }
    }

    @Test
    void withoutADescriptorTheJdksOwnAreTheJdks() throws IOException {
        options.setNew(channel, Descriptors.NOT_FOUND, StandardSocketOptions.TCP_NODELAY, true);

        assertTrue(channel.getOption(StandardSocketOptions.TCP_NODELAY));
        assertThrows(
                IOException.class, () -> options.setNew(channel, Descriptors.NOT_FOUND, TcpOptions.TCP_CORK, true));
    }

    private int locate(NetworkChannel listener) throws IOException {
        return new Descriptors(calls).locate(listener);
    }

    private static ServerSocketChannel shared(int port) throws IOException {
        return ServerSocketChannel.open()
                .setOption(StandardSocketOptions.SO_REUSEPORT, true)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static int port(ServerSocketChannel listener) throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }
}

package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpState;
import tfo.testkit.peer.EchoPeer;

/** Options of tcp(7) and TCP_INFO of the factory's sockets, at any time of their lives. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SocketOptionContract extends ProviderContract {
    private static final SocketOption<Duration> TIMEOUT = TcpOptions.TCP_USER_TIMEOUT;

    static Stream<SocketOption<?>> all() {
        return TcpOptions.all().stream();
    }

    private Socket socket() throws IOException {
        return sockets().socketFactory().createSocket();
    }

    private static void echo(Socket socket) throws IOException {
        socket.getOutputStream().write('!');
        assertEquals('!', socket.getInputStream().read());
    }

    private Optional<TcpState> state(Socket socket) throws IOException {
        return sockets().tcpInfo(socket).map(TcpInfo::state);
    }

    /** What a provider has that asks the kernel; otherwise nothing. */
    private Optional<TcpState> ofTheKernel(TcpState state) {
        return fastOpen() ? Optional.of(state) : Optional.empty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsToldBeforehandCanBeReadAndWhatIsNotIsRefusedByName(SocketOption<?> option) throws IOException {
        try (Socket socket = socket()) {
            if (socket.supportedOptions().contains(option)) {
                assertNotNull(socket.getOption(option));
            } else {
                Messages.assertMentions(
                        option.name(),
                        assertThrows(UnsupportedOperationException.class, () -> socket.getOption(option)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatASocketHasUnderTwoNamesIsOneOption(boolean connected) throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.FIRST));
                Socket socket = socket()) {
            if (connected) {
                socket.connect(peer.address());
            }
            socket.setOption(TcpOptions.TCP_KEEPIDLE, Duration.ofMillis(76_500));
            socket.setOption(TcpOptions.TCP_KEEPINTVL, Duration.ofSeconds(8));
            socket.setOption(TcpOptions.TCP_KEEPCNT, 5);
            socket.setOption(TcpOptions.SO_KEEPALIVE, true);
            socket.setOOBInline(true);

            assertEquals(77, socket.getOption(named(socket, "TCP_KEEPIDLE")));
            assertEquals(8, socket.getOption(named(socket, "TCP_KEEPINTERVAL")));
            assertEquals(5, socket.getOption(named(socket, "TCP_KEEPCOUNT")));
            assertTrue(socket.getKeepAlive());
            assertEquals(Duration.ofSeconds(77), socket.getOption(TcpOptions.TCP_KEEPIDLE));
            assertTrue(socket.getOption(TcpOptions.SO_OOBINLINE));
            assertTrue(socket.setOption(TcpOptions.SO_OOBINLINE, false).getOption(TcpOptions.TCP_QUICKACK) != null);
            assertFalse(socket.getOOBInline());
        }
    }

    private static SocketOption<?> named(Socket socket, String name) {
        return socket.supportedOptions().stream()
                .filter(option ->
                        option.name().equals(name) && TcpOptions.since(option).isEmpty())
                .findAny()
                .orElseThrow();
    }

    @Test
    void aWrongValueIsAnIllegalArgumentAndNullANullPointer() throws IOException {
        try (Socket socket = socket()) {
            assertThrows(
                    IllegalArgumentException.class, () -> socket.setOption(TcpOptions.TCP_KEEPIDLE, Duration.ZERO));
            assertThrows(IllegalArgumentException.class, () -> socket.setOption(TcpOptions.TCP_KEEPCNT, 128));
            assertThrows(NullPointerException.class, () -> socket.setOption(TcpOptions.TCP_KEEPCNT, nothing()));
            assertThrows(NullPointerException.class, () -> socket.setOption(TcpOptions.TCP_NODELAY, nothing()));
            assertThrows(NullPointerException.class, () -> socket.setOption(nothing(), 1));
            assertThrows(NullPointerException.class, () -> socket.getOption(nothing()));

            assertEquals(Duration.ofHours(2), socket.getOption(TcpOptions.TCP_KEEPIDLE));
            assertEquals(9, socket.getOption(TcpOptions.TCP_KEEPCNT));
        }
    }

    // The one thing that the compiler is there to prevent.
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    void theSystemsOptionsAreTheSockets() throws IOException {
        try (Socket socket = socket()) {
            assertEquals(fastOpen(), socket.supportedOptions().contains(TIMEOUT));
            assertTrue(socket.supportedOptions().contains(TcpOptions.TCP_NODELAY));
            assertFalse(socket.supportedOptions().contains(TcpOptions.TCP_FASTOPEN_CONNECT));
            assertThrows(
                    UnsupportedOperationException.class, () -> socket.setOption(TcpOptions.TCP_FASTOPEN_CONNECT, true));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOptionHoldsWheneverItIsSet(Contact contact) throws IOException {
        if (!fastOpen()) {
            return;
        }
        try (EchoPeer peer = EchoPeer.on(address(contact));
                Socket socket = socket()) {
            assertKept(socket, 11);
            socket.connect(peer.address());
            assertEquals(Duration.ofSeconds(11), socket.getOption(TIMEOUT));
            assertKept(socket, 12);
            echo(socket);
            assertEquals(Duration.ofSeconds(12), socket.getOption(TIMEOUT));
            assertKept(socket, 13);

            assertEquals(Duration.ofHours(2), socket.getOption(TcpOptions.TCP_KEEPIDLE), "no trace of a search");
        }
    }

    private static void assertKept(Socket socket, int seconds) throws IOException {
        Duration value = Duration.ofSeconds(seconds);
        socket.setOption(TIMEOUT, value);
        socket.setOption(TcpOptions.TCP_KEEPCNT, seconds);
        assertEquals(value, socket.getOption(TIMEOUT));
        assertEquals(seconds, socket.getOption(TcpOptions.TCP_KEEPCNT));
        assertThrows(IllegalArgumentException.class, () -> socket.setOption(TIMEOUT, Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> socket.setOption(TcpOptions.TCP_KEEPCNT, 128));
    }

    @Test
    void toAskDoesNotLetTheSynLeave() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Socket socket = socket()) {
            socket.connect(peer.address());

            assertEquals(ofTheKernel(TcpState.SYN_SENT), state(socket));
            if (fastOpen()) {
                socket.setOption(TIMEOUT, Duration.ofSeconds(9));
            }
            echo(socket);

            assertEquals(fastOpen(), sockets().report(socket).acknowledged());
        }
    }

    @Test
    void theInfoTellsHowTheSocketStands() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.FIRST));
                Socket socket = socket()) {
            assertEquals(ofTheKernel(TcpState.CLOSED), state(socket));
            socket.connect(peer.address());
            echo(socket);

            assertEquals(ofTheKernel(TcpState.ESTABLISHED), state(socket));
        }
    }

    @Test
    void theInfoOfAChannelsSocketIsTheChannels() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.FIRST));
                Socket foreign =
                        new Socket(peer.address().getAddress(), peer.address().getPort())) {
            Socket closed;
            try (SocketChannel channel = SocketChannel.open(peer.address())) {
                assertEquals(ofTheKernel(TcpState.ESTABLISHED), state(channel.socket()));
                closed = channel.socket();
            }

            assertThrows(ClosedChannelException.class, () -> sockets().tcpInfo(closed));
            assertEquals(Optional.empty(), sockets().tcpInfo(foreign));
        }
    }

    @Test
    void aClosedSocketSaysSo() throws IOException {
        Socket used = socket();
        try (used;
                EchoPeer peer = EchoPeer.on(address(Contact.FIRST))) {
            used.connect(peer.address());
            echo(used);
        }
        Socket neverUsed = socket();
        neverUsed.close();

        assertSaysThatItIsClosed(used);
        assertSaysThatItIsClosed(neverUsed);
    }

    private void assertSaysThatItIsClosed(Socket closed) {
        assertThrows(SocketException.class, () -> sockets().tcpInfo(closed));
        assertThrows(SocketException.class, () -> closed.getOption(TcpOptions.TCP_NODELAY));
        assertThrows(SocketException.class, () -> closed.getOption(TcpOptions.TCP_KEEPCNT));
        assertThrows(SocketException.class, () -> closed.setOption(TcpOptions.TCP_KEEPIDLE, Duration.ofSeconds(1)));
        assertThrows(SocketException.class, () -> closed.getOption(TcpOptions.SO_OOBINLINE));
        if (fastOpen()) {
            assertThrows(SocketException.class, () -> closed.getOption(TIMEOUT));
            assertThrows(SocketException.class, () -> closed.setOption(TIMEOUT, Duration.ofSeconds(1)));
        }
    }
}

package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpState;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.EchoPeer;

/** Options, the kernel's view, and arguments that are wrong. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class OptionContract extends ProviderContract {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final SocketOption<Integer> UNKNOWN = new SocketOption<>() {
        @Override
        public String name() {
            return "SO_UNHEARD_OF";
        }

        @Override
        public Class<Integer> type() {
            return Integer.class;
        }
    };

    @Test
    void theOptionsOfTheRequestAreSet() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = sockets()
                        .connect(DiallerContract.request(peer.address())
                                .option(StandardSocketOptions.SO_KEEPALIVE, true)
                                .option(StandardSocketOptions.SO_LINGER, 7))) {
            assertEquals(true, connection.channel().getOption(StandardSocketOptions.SO_KEEPALIVE));
            assertEquals(7, connection.getOption(StandardSocketOptions.SO_LINGER));
        }
    }

    @Test
    void anOptionOfTheJdkIsReadAndSet() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = sockets().connect(DiallerContract.request(peer.address()))) {
            assertTrue(connection
                    .supportedOptions()
                    .containsAll(connection.channel().supportedOptions()));

            connection.setOption(StandardSocketOptions.SO_KEEPALIVE, true);

            assertEquals(true, connection.getOption(StandardSocketOptions.SO_KEEPALIVE));
        }
    }

    @Test
    void anOptionOfLinuxIsSetOrRefusedByName() throws IOException {
        Duration minute = Duration.ofMinutes(1);
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = sockets().connect(DiallerContract.request(peer.address()))) {
            if (connection.supportedOptions().contains(TcpOptions.TCP_USER_TIMEOUT)) {
                connection.setOption(TcpOptions.TCP_USER_TIMEOUT, minute);
                assertEquals(minute, connection.getOption(TcpOptions.TCP_USER_TIMEOUT));
            } else {
                assertFalse(fastOpen());
                assertRefused(() -> connection.setOption(TcpOptions.TCP_USER_TIMEOUT, minute), "TCP_USER_TIMEOUT");
            }
        }
    }

    @Test
    void anUnknownOptionIsRefusedByNameEverywhereAndLeavesNothingOpen() throws Exception {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = sockets().connect(DiallerContract.request(peer.address()))) {
            ConnectRequest connect = DiallerContract.request(peer.address()).option(UNKNOWN, 1);
            ListenRequest listen = ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0))
                    .option(UNKNOWN, 1);
            peer.awaitConnection();
            int before = Descriptors.open();

            assertRefused(() -> sockets().connect(connect), "SO_UNHEARD_OF");
            assertRefused(() -> sockets().start(connect), "SO_UNHEARD_OF");
            assertRefused(() -> sockets().listen(listen), "SO_UNHEARD_OF");
            assertRefused(() -> connection.getOption(UNKNOWN), "SO_UNHEARD_OF");
            assertRefused(() -> connection.setOption(UNKNOWN, 1), "SO_UNHEARD_OF");

            Descriptors.assertAtMost(before);
            assertTrue(connection.channel().isOpen());
        }
    }

    @Test
    void whatAListenerIsGivenWhileItListensItsNextConnectionsHave() throws IOException {
        Duration interval = Duration.ofSeconds(33);
        try (FastOpenListener listener = listen()) {
            assertTrue(
                    listener.supportedOptions().containsAll(listener.channel().supportedOptions()));

            assertSame(listener, listener.setOption(TcpOptions.TCP_KEEPINTVL, interval));

            assertEquals(interval, listener.getOption(TcpOptions.TCP_KEEPINTVL));
            try (SocketChannel client = SocketChannel.open(listener.localAddress());
                    FastOpenConnection accepted = listener.accept(AMPLE)) {
                assertEquals(interval, accepted.getOption(TcpOptions.TCP_KEEPINTVL));
                assertTrue(client.isConnected());
            }
        }
    }

    @Test
    void aListenerRefusesAnUnknownOptionByNameAndWhenClosedEveryOption() throws IOException {
        FastOpenListener listener = listen();
        assertRefused(() -> listener.getOption(UNKNOWN), "SO_UNHEARD_OF");
        assertRefused(() -> listener.setOption(UNKNOWN, 1), "SO_UNHEARD_OF");
        listener.close();

        assertThrows(ClosedChannelException.class, () -> listener.getOption(TcpOptions.TCP_KEEPCNT));
        assertThrows(ClosedChannelException.class, () -> listener.setOption(TcpOptions.TCP_KEEPCNT, 3));
        assertThrows(ClosedChannelException.class, () -> listener.getOption(StandardSocketOptions.SO_RCVBUF));
    }

    @Test
    void aQueueThatIsSetWhileItListensSaysWhetherDataIsTakenInTheSyn() throws Exception {
        try (FastOpenListener listener = listen()) {
            if (!listener.supportedOptions().contains(TcpOptions.TCP_FASTOPEN)) {
                assertRefused(() -> listener.setOption(TcpOptions.TCP_FASTOPEN, 0), "TCP_FASTOPEN");
                return;
            }
            PrivateNetwork.withFastOpen(0x3, () -> {
                listener.setOption(TcpOptions.TCP_FASTOPEN, 0);
                assertFalse(listener.fastOpen().usable());

                listener.setOption(TcpOptions.TCP_FASTOPEN, 5);
                assertTrue(listener.fastOpen().usable());
            });
        }
    }

    @Test
    void theOptionsOfFastOpenInARequestAreItsQueueAndItsKey() throws IOException {
        byte[] one = key(1);
        byte[] other = key(2);
        ListenRequest request = ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0))
                .option(TcpOptions.TCP_FASTOPEN, 0)
                .fastOpenKey(one)
                .option(TcpOptions.TCP_FASTOPEN_KEY, other);
        // A provider without Fast Open takes both as it takes a queue and a key: they mean nothing to it.
        if (fastOpen()) {
            try (FastOpenListener listener = sockets().listen(request)) {
                assertEquals(0, listener.getOption(TcpOptions.TCP_FASTOPEN));
                assertFalse(listener.fastOpen().usable());
                assertArrayEquals(other, listener.getOption(TcpOptions.TCP_FASTOPEN_KEY));
            }
            try (FastOpenListener listener = sockets().listen(request.option(TcpOptions.TCP_FASTOPEN, 5))) {
                assertEquals(5, listener.getOption(TcpOptions.TCP_FASTOPEN));
            }
        }
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[16];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private FastOpenListener listen() throws IOException {
        return sockets().listen(ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0)));
    }

    private static void assertRefused(Executable work, String option) {
        Messages.assertMentions(option, assertThrows(UnsupportedOperationException.class, work));
    }

    @Test
    @Tag("F7")
    void afterCloseAnOptionIsAClosedChannelException() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN))) {
            FastOpenConnection connection = sockets().connect(DiallerContract.request(peer.address()));
            connection.close();

            assertThrows(ClosedChannelException.class, () -> connection.getOption(StandardSocketOptions.SO_KEEPALIVE));
            assertThrows(
                    ClosedChannelException.class, () -> connection.setOption(StandardSocketOptions.SO_KEEPALIVE, true));
            assertThrows(ClosedChannelException.class, connection::tcpInfo);
            assertThrows(ClosedChannelException.class, () -> sockets().tcpInfo(connection.channel()));
        }
    }

    @Test
    void theKernelsViewIsThatOfAnEstablishedConnection() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = sockets().connect(DiallerContract.request(peer.address()))) {
            assertEquals(fastOpen(), connection.tcpInfo().isPresent());
            assertEquals(fastOpen(), sockets().tcpInfo(connection.channel()).isPresent());
            assertEquals(
                    TcpState.ESTABLISHED,
                    connection.tcpInfo().map(TcpInfo::state).orElse(TcpState.ESTABLISHED));
            assertEquals(
                    fastOpen(), connection.tcpInfo().map(TcpInfo::synDataAcked).orElse(false));
        }
    }

    @Test
    void theDescriptorIsThatOfASocket() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = sockets().connect(DiallerContract.request(peer.address()))) {
            assertEquals(fastOpen(), connection.descriptor().isPresent());
            if (connection.descriptor().isPresent()) {
                Path link = Path.of("/proc/self/fd/" + connection.descriptor().getAsInt());
                assertTrue(Files.readSymbolicLink(link).toString().startsWith("socket:"));
            }
        }
    }

    @Test
    void countersAndSettingsAreThoseOfTheKernel() throws Exception {
        FastOpenCounters before = sockets().counters();
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = sockets().connect(DiallerContract.request(peer.address()))) {
            assertTrue(connection.channel().isConnected());
            FastOpenCounters added = sockets().counters().since(before);

            assertEquals(fastOpen() ? 1 : 0, added.active());
            assertEquals(fastOpen() ? 1 : 0, added.passive());
            assertEquals(fastOpen() ? 1 : 0, added.cookieRequested());
            PrivateNetwork.withFastOpen(
                    0x203,
                    () -> assertEquals(
                            fastOpen() ? 0x203 : 0, sockets().settings().rawMask()));
        }
    }

    @Test
    void aSocketOfSomebodyElseWasNotTried() throws IOException {
        try (Socket foreign = new Socket()) {
            assertEquals(Outcome.NOT_TRIED, sockets().report(foreign).outcome());
            assertNotEquals("", sockets().report(foreign).reason());
        }
    }

    @Test
    @Tag("F4")
    void nullIsANullPointerExceptionAndLeavesNothingOpen() throws IOException {
        int before = Descriptors.open();

        assertThrows(NullPointerException.class, () -> sockets().connect(nothing()));
        assertThrows(NullPointerException.class, () -> sockets().start(nothing()));
        assertThrows(NullPointerException.class, () -> sockets().listen(nothing()));
        assertThrows(NullPointerException.class, () -> sockets().arm(nothing()));
        assertThrows(NullPointerException.class, () -> sockets().tcpInfo(OptionContract.<SocketChannel>nothing()));
        assertThrows(NullPointerException.class, () -> sockets().report(nothing()));
        assertThrows(NullPointerException.class, () -> sockets().socketFactory(nothing()));
        try (FastOpenListener listener = listen()) {
            assertThrows(NullPointerException.class, () -> listener.getOption(nothing()));
            assertThrows(NullPointerException.class, () -> listener.setOption(TcpOptions.TCP_KEEPCNT, nothing()));
            assertThrows(NullPointerException.class, () -> listener.accept(nothing()));
            assertThrows(NullPointerException.class, () -> listener.adopt(nothing()));
        }

        Descriptors.assertAtMost(before);
    }

    // The one thing that the compiler is there to prevent.
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}

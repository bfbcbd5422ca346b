package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.Availability;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FirstSpeaker;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.TcpOptions;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.Libc;
import tfo.linux.kernel.Linux;

/** What a sandbox, an old kernel or a stingy setting does to Fast Open: never harm, and never in silence. */
class RefusingKernelTest {
    private static final byte[] WORDS = "once and only once".getBytes(StandardCharsets.US_ASCII);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        server.setSoTimeout(20_000);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"EOPNOTSUPP", "ENOPROTOOPT", "EPERM", "EACCES", "EINVAL"})
    void aRefusedOptionMeansAnOrdinaryConnection(Errno refusal) throws IOException {
        LinuxPlatform platform = on(refusing(Linux.TCP_FASTOPEN_CONNECT, refusal));

        try (FastOpenConnection connection = platform.connect(request())) {
            assertArrives();
            assertNotTried(connection.report(), refusal.name());
        }
        try (Socket socket = platform.socketFactory(FirstSpeaker.AUTO)
                .createSocket(server.getInetAddress(), server.getLocalPort())) {
            socket.getOutputStream().write(WORDS);
            assertArrives();
            assertEquals(Outcome.NOT_TRIED, platform.report(socket).outcome());
        }
        try (SocketChannel channel = SocketChannel.open()) {
            assertFalse(platform.arm(channel).usable());
        }
    }

    @Test
    void aKeyThatAnOldKernelDoesNotKnowNamesTheLinuxThatDoes() throws IOException {
        LinuxPlatform platform = on(refusing(Linux.TCP_FASTOPEN_KEY, Errno.ENOPROTOOPT));
        ListenRequest request = ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

        try (FastOpenListener listener = platform.listen(request)) {
            assertTrue(listener.fastOpenKey(new byte[16]).reason().endsWith("takes Linux 4.15"));
            assertTrue(listener.fastOpenKey(new byte[32]).reason().endsWith("takes Linux 5.3"));
        }
    }

    @Test
    void whereNobodyLearnsHowAHandshakeStandsItIsAnOrdinaryConnection() throws IOException {
        LinuxPlatform platform = on(new DelegatingLibc(new JnaLibc()) {
            @Override
            public int getsockopt(int descriptor, int level, int option, long value, long length) {
                return level == Linux.IPPROTO_TCP && option == Linux.TCP_INFO
                        ? Errno.EPERM.result()
                        : super.getsockopt(descriptor, level, option, value, length);
            }
        });

        for (int i = 0; i < 2; i++) {
            try (FastOpenConnection connection = platform.connect(request())) {
                assertArrives();
                assertNotTried(connection.report(), "TCP_INFO is refused");
            }
            try (Socket socket = platform.socketFactory(FirstSpeaker.AUTO)
                    .createSocket(server.getInetAddress(), server.getLocalPort())) {
                socket.getOutputStream().write(WORDS);
                assertArrives();
                assertEquals(Outcome.NOT_TRIED, platform.report(socket).outcome());
            }
        }
    }

    @Test
    void aKernelWithoutPlaceForABackupKeyTakesTheFirstAndTheListenerSaysSo() throws IOException {
        LinuxPlatform platform = on(new DelegatingLibc(new JnaLibc()) {
            @Override
            public int setsockopt(int descriptor, int level, int option, long value, int length) {
                return option == Linux.TCP_FASTOPEN_KEY && length > 16
                        ? Errno.EINVAL.result()
                        : super.setsockopt(descriptor, level, option, value, length);
            }
        });
        byte[] both = "0123456789abcdefFEDCBA9876543210".getBytes(StandardCharsets.US_ASCII);
        ListenRequest request = ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

        try (FastOpenListener two = platform.listen(request.fastOpenKey(both));
                FastOpenListener one = platform.listen(request.fastOpenKey(Arrays.copyOf(both, 16)))) {
            assertArrayEquals(Arrays.copyOf(both, 16), two.getOption(TcpOptions.TCP_FASTOPEN_KEY));
            assertTrue(two.fastOpen().usable(), two.fastOpen().reason());
            assertEquals(
                    "the listener has the first of its keys only: a backup key takes Linux 5.3",
                    two.fastOpen().reason());
            assertEquals(Availability.ready(), one.fastOpen());

            Exception e = assertThrows(
                    UnsupportedOperationException.class, () -> one.setOption(TcpOptions.TCP_FASTOPEN_KEY, both));
            assertEquals("TCP_FASTOPEN_KEY: this kernel takes 16 bytes; a backup key takes Linux 5.3", e.getMessage());
        }
    }

    @Test
    void aDescriptorThatCannotBeFoundMeansAnOrdinaryConnection() throws IOException {
        LinuxPlatform platform = on(new DelegatingLibc(new JnaLibc()) {
            @Override
            public int getsockopt(int descriptor, int level, int option, long value, long length) {
                return Errno.EPERM.result();
            }
        });

        for (Duration timeout : new Duration[] {Duration.ZERO, Duration.ofSeconds(5)}) {
            try (FastOpenConnection connection = platform.connect(request().timeout(timeout))) {
                assertArrives();
                assertNotTried(connection.report(), "descriptor was not found");
                assertTrue(connection.tcpInfo().isEmpty());
                assertTrue(connection.descriptor().isEmpty());
            }
        }
    }

    @Test
    void withoutAFreeNumberForTheHintItIsFoundAllTheSame() throws IOException {
        LinuxPlatform platform = on(new DelegatingLibc(new JnaLibc()) {
            @Override
            public int fcntl(int descriptor, int command, int argument) {
                return Errno.EMFILE.result();
            }
        });

        try (FastOpenConnection connection = platform.connect(request())) {
            assertArrives();
            assertTrue(
                    connection.report().outcome() != Outcome.NOT_TRIED,
                    () -> connection.report().toString());
        }
    }

    @Test
    void aSignalDuringTheFirstSendIsNotSeen() throws IOException {
        LinuxPlatform platform = on(new DelegatingLibc(new JnaLibc()) {
            private int interrupted;

            @Override
            public long send(int descriptor, long buffer, long length, int flags) {
                return interrupted++ % 2 == 0 ? Errno.EINTR.result() : super.send(descriptor, buffer, length, flags);
            }
        });

        for (int i = 0; i < 3; i++) {
            try (FastOpenConnection connection = platform.connect(request())) {
                assertArrives();
                assertEquals(WORDS.length, connection.report().offered());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "ENOBUFS",
                "ENFILE",
                "EMFILE",
                "EAFNOSUPPORT",
                "EPIPE",
                "ECONNRESET",
                "ENETUNREACH",
                "EADDRNOTAVAIL"
            })
    void aSynThatCannotLeaveIsTheErrorWithItsNameAndThePeer(Errno error) throws IOException {
        LinuxPlatform platform = on(new DelegatingLibc(new JnaLibc()) {
            @Override
            public long send(int descriptor, long buffer, long length, int flags) {
                return error.result();
            }
        });
        // Fetches the cookie without which nothing is sent that early.
        on(new JnaLibc()).connect(request()).close();

        IOException e = assertThrows(IOException.class, () -> platform.connect(request()));

        assertEquals(Errno.exception(error.result()).getClass(), e.getClass());
        assertTrue(e.getMessage().startsWith("connect 127.0.0.1:" + server.getLocalPort() + ": "), e.getMessage());
        assertTrue(e.getMessage().endsWith("(" + error.name() + ")"), e.getMessage());
    }

    @Test
    void aListenerWithoutTheOptionSaysSo() throws IOException {
        LinuxPlatform platform = on(refusing(Linux.TCP_FASTOPEN, Errno.EOPNOTSUPP));

        try (FastOpenListener listener =
                platform.listen(ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))) {
            Availability fastOpen = listener.fastOpen();

            assertFalse(fastOpen.usable());
            assertTrue(fastOpen.reason().contains("EOPNOTSUPP"), fastOpen.reason());
        }
    }

    private ConnectRequest request() {
        return ConnectRequest.to((InetSocketAddress) server.getLocalSocketAddress())
                .firstFlight(ByteBuffer.wrap(WORDS));
    }

    private void assertArrives() throws IOException {
        try (Socket accepted = server.accept()) {
            accepted.setSoTimeout(20_000);
            byte[] received = accepted.getInputStream().readNBytes(WORDS.length);
            assertEquals(new String(WORDS, StandardCharsets.US_ASCII), new String(received, StandardCharsets.US_ASCII));
        }
    }

    private static void assertNotTried(FastOpenReport report, String reason) {
        assertEquals(Outcome.NOT_TRIED, report.outcome());
        String words = switch (reason) {
            case "EOPNOTSUPP" -> "net.ipv4.tcp_fastopen lacks bit 0x1";
            case "ENOPROTOOPT" -> "Linux 4.11";
            default -> reason;
        };
        assertTrue(report.reason().contains(words), report.reason());
    }

    private static LinuxPlatform on(Libc libc) {
        return new LinuxPlatform(libc, new PathMemory(InstantSource.system(), Duration.ofMinutes(1)));
    }

    private static Libc refusing(int refused, Errno refusal) {
        return new DelegatingLibc(new JnaLibc()) {
            @Override
            public int setsockopt(int descriptor, int level, int option, long value, int length) {
                return level == Linux.IPPROTO_TCP && option == refused
                        ? refusal.result()
                        : super.setsockopt(descriptor, level, option, value, length);
            }
        };
    }
}

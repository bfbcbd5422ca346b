package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FirstSpeaker;
import tfo.api.socket.PendingConnection;
import tfo.lab.Fault;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.Libc;
import tfo.linux.kernel.Linux;

/** A connection that asks for a cookie because there is none, where the socket or the channel is the user's already. */
@Timeout(60)
class FirstContactTest {
    private static final byte[] WORDS = "once and only once".getBytes(StandardCharsets.US_ASCII);
    private static final int PATIENT = 20_000;

    /** TCP_CLOSE of the kernel's tcp_states.h. */
    private static final byte CLOSE = 7;

    private final PathMemory paths = memory();
    private final LinuxPlatform platform = new LinuxPlatform(new JnaLibc(), paths);

    private NetworkLab lab;
    private ServerSocket server;

    private static PathMemory memory() {
        return new PathMemory(InstantSource.system(), Duration.ofMinutes(1));
    }

    @BeforeEach
    void listen() throws IOException {
        lab = NetworkLab.open(Duration.ofMillis(5));
        server = new ServerSocket(0, 16, lab.server());
        server.setSoTimeout(PATIENT);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        lab.close();
    }

    private InetSocketAddress remote() {
        return new InetSocketAddress(lab.peer(), server.getLocalPort());
    }

    private Socket socket() throws IOException {
        return platform.socketFactory(FirstSpeaker.AUTO).createSocket();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PATIENT})
    void aSocketWhoseQuestionIsRefusedIsConnectedPlainly(int timeout) throws IOException {
        Fault fault = Fault.resetSynWithFastOpenOption();
        lab.inflict(fault);

        try (Socket socket = socket()) {
            socket.connect(remote(), timeout);
            assertEquals(Outcome.NOT_ACKNOWLEDGED, platform.report(socket).outcome());
            assertEquals(1, platform.avoidedPaths().size());
            socket.getOutputStream().write(WORDS);
            assertArrives(socket.getLocalPort());
        }
        assertEquals(1, fault.hits());
    }

    @Test
    void aChannelInASelectorWhoseQuestionIsRefusedIsConnectedPlainly() throws IOException {
        Fault fault = Fault.resetSynWithFastOpenOption();
        lab.inflict(fault);

        try (Selector selector = Selector.open();
                PendingConnection pending = platform.start(request(PATIENT))) {
            SelectionKey key = pending.channel().register(selector, pending.interestOps());
            Optional<FastOpenConnection> done = Optional.empty();
            while (done.isEmpty()) {
                assertTrue(selector.select(PATIENT) > 0, "nothing happened");
                selector.selectedKeys().clear();
                done = pending.finish();
                key.interestOps(pending.interestOps());
            }
            assertEquals(Outcome.NOT_ACKNOWLEDGED, done.get().report().outcome());
            assertEquals(1, platform.avoidedPaths().size());
            assertArrives(((InetSocketAddress) pending.channel().getLocalAddress()).getPort());
        }
        assertEquals(1, fault.hits());
    }

    @Test
    void thePortThatWasAskedForIsKept() throws IOException {
        lab.inflict(Fault.resetSynWithFastOpenOption());

        try (Socket socket = socket()) {
            socket.bind(null);
            int port = socket.getLocalPort();
            socket.connect(remote());

            assertEquals(port, socket.getLocalPort());
            socket.getOutputStream().write(WORDS);
            assertArrives(port);
        }
    }

    @Test
    void aCookieThatOnlyTheKernelKnowsOfIsUsed() throws Exception {
        LinuxPlatform earlier = new LinuxPlatform(new JnaLibc(), memory());
        earlier.connect(request(PATIENT)).close();
        assertArrives(0);

        try (PacketLog log = lab.packetLog();
                Socket socket = socket()) {
            socket.bind(null);
            int port = socket.getLocalPort();
            socket.connect(remote());
            socket.getOutputStream().write(WORDS);
            assertEquals(Outcome.ACKNOWLEDGED, platform.report(socket).outcome());
            assertArrives(port);
            assertEquals(WORDS.length, log.flow(port).synPayload(), log::dump);
        }
    }

    @Test
    void oncePeerAndPathHaveAnsweredTheJdkConnectsAlone() throws IOException {
        assertFalse(paths.trusted(lab.peer()));

        try (Socket socket = socket()) {
            socket.connect(remote());
            assertEquals(Outcome.COOKIE_REQUESTED, platform.report(socket).outcome());
            socket.getOutputStream().write(WORDS);
            assertArrives(socket.getLocalPort());
        }
        assertTrue(paths.trusted(lab.peer()));
    }

    @Test
    void wherePlainOnesAreRefusedTooItIsTheOrdinaryException() throws IOException {
        server.close();

        try (Socket socket = socket()) {
            ConnectException refused = assertThrows(ConnectException.class, () -> socket.connect(remote(), PATIENT));

            assertEquals(
                    "connect " + Addresses.name(remote()) + ": Connection refused (ECONNREFUSED)",
                    refused.getMessage());
            assertTrue(socket.isClosed());
            assertTrue(platform.avoidedPaths().isEmpty());
        }
    }

    @Test
    void theTimeOutClosesTheSocketAndMakesTheNextOneGoPlainly() throws IOException {
        lab.inflict(Fault.blackhole());

        try (Socket socket = socket()) {
            assertThrows(SocketTimeoutException.class, () -> socket.connect(remote(), 100));
            assertTrue(socket.isClosed());
        }
        assertTrue(paths.avoided(lab.peer()).isPresent());
    }

    @Test
    void ofTwoThreadsThatConnectOneDoes() throws Exception {
        try (Socket socket = socket()) {
            FutureTask<Boolean> other = new FutureTask<>(() -> connects(socket));
            Thread connecting = new Thread(other, "connecting");
            connecting.start();
            boolean mine = connects(socket);

            assertTrue(mine != other.get(20, TimeUnit.SECONDS));
            socket.getOutputStream().write(WORDS);
            assertArrives(socket.getLocalPort());
        }
    }

    private boolean connects(Socket socket) {
        try {
            socket.connect(remote(), PATIENT);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void closeGetsPastAThreadThatConnects() throws Exception {
        lab.inflict(Fault.blackhole());
        Socket socket = socket();
        FutureTask<Boolean> connect = new FutureTask<>(() -> {
            socket.connect(remote());
            return true;
        });
        Thread connecting = new Thread(connect, "connecting");
        connecting.start();
        while (connecting.getState() != Thread.State.TIMED_WAITING && connecting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        socket.close();

        ExecutionException failed = assertThrows(ExecutionException.class, () -> connect.get(20, TimeUnit.SECONDS));
        assertInstanceOf(SocketException.class, failed.getCause());
        assertEquals("Socket closed", failed.getCause().getMessage());
    }

    @Test
    void aRefusalThatTheJdkDoesNotSeeIsToldByConnectAndNotByTheFirstWrite() throws IOException {
        paths.trust(lab.peer());
        Libc refused = new DelegatingLibc(new JnaLibc()) {
            @Override
            public int getsockopt(int descriptor, int level, int option, long value, long length) {
                int result = super.getsockopt(descriptor, level, option, value, length);
                if (level == Linux.IPPROTO_TCP && option == Linux.TCP_INFO) {
                    new Pointer(value).setByte(0, CLOSE);
                    new Pointer(length).setInt(0, Integer.BYTES);
                }
                return result;
            }
        };
        LinuxPlatform blind = new LinuxPlatform(refused, paths);

        try (Socket socket = blind.socketFactory(FirstSpeaker.AUTO).createSocket()) {
            SocketException e = assertThrows(SocketException.class, () -> socket.connect(remote()));

            assertTrue(String.valueOf(e.getMessage()).startsWith("connect " + Addresses.name(remote())), e::toString);
            assertTrue(String.valueOf(e.getMessage()).endsWith("(" + Errno.ECONNRESET.name() + ")"), e::toString);
            assertTrue(socket.isClosed());
        }
        assertFalse(paths.trusted(lab.peer()));
    }

    private ConnectRequest request(int timeout) {
        return ConnectRequest.to(remote()).firstFlight(ByteBuffer.wrap(WORDS)).timeout(Duration.ofMillis(timeout));
    }

    /** From this port; 0: from any. */
    private void assertArrives(int port) throws IOException {
        try (Socket accepted = server.accept()) {
            accepted.setSoTimeout(PATIENT);
            assertEquals(port == 0 ? accepted.getPort() : port, accepted.getPort());
            assertArrayEquals(WORDS, accepted.getInputStream().readNBytes(WORDS.length));
        }
    }
}

package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FirstSpeaker;
import tfo.lab.Fault;
import tfo.lab.NetworkLab;
import tfo.linux.kernel.JnaLibc;

/** A path that answers whatever asks for Fast Open by a reset: the peer is reached all the same, and then plainly. */
@Timeout(60)
class HostileResetTest {
    private static final byte[] WORDS = "once and only once".getBytes(StandardCharsets.US_ASCII);

    private final LinuxPlatform platform =
            new LinuxPlatform(new JnaLibc(), new PathMemory(InstantSource.system(), Duration.ofMinutes(1)));

    private NetworkLab lab;
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        lab = NetworkLab.open(Duration.ofMillis(5));
        server = new ServerSocket(0, 16, lab.server());
        server.setSoTimeout(20_000);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        lab.close();
    }

    @Test
    void aFirstContactIsTriedAgainPlainly() throws IOException {
        Fault fault = Fault.resetSynWithFastOpenOption();
        lab.inflict(fault);

        for (Duration timeout : new Duration[] {Duration.ZERO, Duration.ofSeconds(5)}) {
            platform.forgetAvoidedPaths();
            try (FastOpenConnection connection = platform.connect(request().timeout(timeout))) {
                assertArrives();
                assertEquals(Outcome.NOT_ACKNOWLEDGED, connection.report().outcome());
                assertEquals(1, platform.avoidedPaths().size());
            }
        }
        assertEquals(2, fault.hits());
        try (FastOpenConnection connection = platform.connect(request())) {
            assertArrives();
            assertEquals(Outcome.NOT_TRIED, connection.report().outcome());
        }
        assertEquals(2, fault.hits());
    }

    @Test
    void aSynWithDataIsSentAgainPlainlyFromTheSamePort() throws IOException {
        meet();
        Fault fault = Fault.resetSynWithFastOpenOption();
        lab.inflict(fault);

        try (FastOpenConnection connection = platform.connect(request())) {
            int port = ((InetSocketAddress) connection.channel().getLocalAddress()).getPort();
            try (Socket accepted = server.accept()) {
                assertEquals(port, accepted.getPort());
                assertWords(accepted);
            }
            assertEquals(Outcome.NOT_ACKNOWLEDGED, connection.report().outcome());
            assertEquals(WORDS.length, connection.report().inSyn());
            assertEquals(1, fault.hits());
        }
    }

    @Test
    void aSocketThatWritesOrReadsFirstReachesItsPeerToo() throws IOException {
        meet();
        lab.inflict(Fault.resetSynWithFastOpenOption());

        try (Socket socket = connected()) {
            socket.getOutputStream().write(WORDS);
            assertArrives();
            assertTrue(socket.isConnected() && !socket.isClosed());
        }
        platform.forgetAvoidedPaths();
        try (Socket socket = connected()) {
            assertEquals(0, socket.getInputStream().available());
            socket.getOutputStream().write(WORDS);
            assertArrives();
        }
        assertFalse(platform.avoidedPaths().isEmpty());
    }

    private Socket connected() throws IOException {
        return platform.socketFactory(FirstSpeaker.AUTO).createSocket(lab.peer(), server.getLocalPort());
    }

    private void meet() throws IOException {
        platform.connect(request()).close();
        assertArrives();
    }

    private ConnectRequest request() {
        InetSocketAddress remote = new InetSocketAddress(lab.peer(), server.getLocalPort());
        return ConnectRequest.to(remote).firstFlight(ByteBuffer.wrap(WORDS));
    }

    private void assertArrives() throws IOException {
        try (Socket accepted = server.accept()) {
            assertWords(accepted);
        }
    }

    private static void assertWords(Socket accepted) throws IOException {
        accepted.setSoTimeout(20_000);
        assertArrayEquals(WORDS, accepted.getInputStream().readNBytes(WORDS.length));
    }
}

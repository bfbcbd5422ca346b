package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.lab.Fault;
import tfo.lab.NetworkLab;
import tfo.linux.kernel.JnaLibc;

/** Who gives up before the kernel would repeat the SYN is served all the same, where the path is to blame. */
@Timeout(60)
class SecondSynTest {
    private static final byte[] WORDS = "once and only once".getBytes(StandardCharsets.US_ASCII);

    /** Shorter than the kernel's second, with room for a busy machine. */
    private static final Duration HURRY = Duration.ofMillis(900);

    private final LinuxPlatform platform =
            new LinuxPlatform(new JnaLibc(), new PathMemory(InstantSource.system(), Duration.ofMinutes(1)));

    private NetworkLab lab;
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        listen(Duration.ofMillis(5));
    }

    private void listen(Duration rtt) throws IOException {
        lab = NetworkLab.open(rtt);
        server = new ServerSocket(0, 16, lab.server());
        server.setSoTimeout(20_000);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        lab.close();
    }

    @Test
    void aLostSynWithDataCostsAThirdOfTheTimeOut() throws IOException {
        meet();
        Fault fault = Fault.dropSynWithData();
        lab.inflict(fault);

        try (FastOpenConnection connection = platform.connect(request())) {
            assertArrives();
            assertEquals(Outcome.SYN_RETRANSMITTED, connection.report().outcome());
            assertTrue(
                    connection.report().reason().contains("a third of"),
                    connection.report().reason());
            assertEquals(WORDS.length, connection.report().offered());
            assertEquals(WORDS.length, connection.report().inSyn());
        }
        assertEquals(1, fault.hits());
        assertEquals(1, platform.avoidedPaths().size());
    }

    @Test
    void aLostFirstContactDoesToo() throws IOException {
        Fault fault = Fault.dropSynWithFastOpenOption();
        lab.inflict(fault);

        try (FastOpenConnection connection = platform.connect(request())) {
            assertArrives();
            assertEquals(Outcome.SYN_RETRANSMITTED, connection.report().outcome());
            assertEquals(0, connection.report().inSyn());
        }
        assertEquals(1, fault.hits());
    }

    @Test
    void aPeerThatIsOnlySlowIsWaitedFor() throws IOException {
        stop();
        // More than the third after which the second SYN leaves, and with room for a busy machine.
        listen(Duration.ofMillis(350));
        meet();

        try (FastOpenConnection connection = platform.connect(request())) {
            assertEquals(Outcome.ACKNOWLEDGED, connection.report().outcome());
            assertArrives();
        }
        assertEquals(List.of(), platform.avoidedPaths());
    }

    @Test
    void silenceOnBothIsATimeOutThatNobodyIsBlamedFor() throws IOException {
        meet();
        lab.inflict(Fault.blackhole());

        assertThrows(SocketTimeoutException.class, () -> platform.connect(request()));
        lab.heal();

        assertEquals(List.of(), platform.avoidedPaths());
        try (FastOpenConnection connection = platform.connect(request().timeout(Duration.ZERO))) {
            assertArrives();
            assertEquals(Outcome.ACKNOWLEDGED, connection.report().outcome());
        }
    }

    @Test
    void aClosedPortIsRefused() throws IOException {
        meet();
        server.close();

        assertThrows(ConnectException.class, () -> platform.connect(request()));
    }

    private void meet() throws IOException {
        // Without a limit, so that a busy machine does not make it send a second SYN and avoid the path.
        platform.connect(request().timeout(Duration.ZERO)).close();
        assertArrives();
    }

    private ConnectRequest request() {
        InetSocketAddress remote = new InetSocketAddress(lab.peer(), server.getLocalPort());
        return ConnectRequest.to(remote).firstFlight(ByteBuffer.wrap(WORDS)).timeout(HURRY);
    }

    private void assertArrives() throws IOException {
        try (Socket accepted = server.accept()) {
            accepted.setSoTimeout(20_000);
            assertArrayEquals(WORDS, accepted.getInputStream().readNBytes(WORDS.length));
        }
    }
}

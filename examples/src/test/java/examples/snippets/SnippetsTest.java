package examples.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import examples.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpOptions;

/** What README and docs show does what they say. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SnippetsTest {
    private static final byte[] PING = "ping\n".getBytes(StandardCharsets.UTF_8);

    private final FastOpenSockets sockets = FastOpenSockets.best();

    /** From here on there is a cookie for the loopback address. */
    @BeforeEach
    void meet() throws Exception {
        try (Peer peer = new Peer("\n", "")) {
            ping(peer.address());
        }
    }

    private String ping(InetSocketAddress server) throws IOException {
        return ConnectPage.query(sockets, server, ByteBuffer.wrap(PING));
    }

    @Test
    void theRequestOfTheReadmeIsAnswered() throws Exception {
        try (Peer server = new Peer("\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nhello")) {
            String printed = printedBy(() -> Readme.request(server.address()));

            String readme = Files.readString(Path.of(System.getProperty("tfo.root"), "README.md"));
            assertTrue(readme.contains(printed.lines().findFirst().orElseThrow()), printed);
            assertTrue(printed.contains("outcome=ACKNOWLEDGED"), printed);
            assertTrue(printed.endsWith("hello"), printed);
            assertTrue(server.heard().contains("Host: example.org"));
        }
    }

    private static String printedBy(Executable code) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            code.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private interface Executable {
        void run() throws IOException;
    }

    @Test
    void theSocketOfTheReadmeIsAnsweredAndItsQuestionWasInTheSyn() throws Exception {
        try (Peer server = new Peer("\n", "pong")) {
            var added = SettingsPage.counters(sockets, () -> {
                try {
                    String host = server.address().getAddress().getHostAddress();
                    assertEquals("pong", Readme.drop(host, server.address().getPort(), PING));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            assertEquals(1, added.active());
            assertEquals(1, added.passive());
        }
    }

    @Test
    void theOptionsOfTheReadmeAreSetOnAnyChannel() throws Exception {
        try (Peer server = new Peer("\n", "pong");
                SocketChannel channel = SocketChannel.open(server.address())) {
            String printed = printedBy(() -> Readme.options(channel));

            assertEquals(Duration.ofSeconds(10), sockets.getOption(channel, TcpOptions.TCP_USER_TIMEOUT));
            assertEquals("reno", sockets.getOption(channel, TcpOptions.TCP_CONGESTION));
            assertFalse(
                    Duration.parse(printed.lines().findFirst().orElseThrow()).isZero());
            assertEquals("0", printed.lines().skip(1).findFirst().orElseThrow());
        }
    }

    @Test
    void connectTellsWhatBecameOfTheQuery() throws Exception {
        try (Peer server = new Peer("\n", "pong")) {
            assertEquals("a round trip saved, 5 bytes in the SYN", ping(server.address()));
        }
        assertTrue(ping(nobody()).startsWith("nobody is there: connect "));
    }

    @Test
    void startAndFinishGiveTheConnection() throws Exception {
        try (Peer server = new Peer("\n", "pong");
                Selector selector = Selector.open()) {
            ConnectRequest request = ConnectRequest.to(server.address()).firstFlight(ByteBuffer.wrap(PING));

            try (FastOpenConnection connection =
                    ConnectPage.startAndFinish(sockets, request, selector).orElseThrow()) {
                assertEquals(Outcome.ACKNOWLEDGED, connection.report().outcome());
            }
        }
    }

    @Test
    void requireTellsWhetherItWasPossible() throws Exception {
        try (Peer server = new Peer("\n", "pong")) {
            assertEquals(
                    "in one round trip, 5 bytes in the SYN",
                    ConnectPage.require(sockets, server.address(), ByteBuffer.wrap(PING)));
            assertEquals(
                    "not in one round trip: there is no first flight",
                    ConnectPage.require(sockets, server.address(), ByteBuffer.allocate(0)));
        }
    }

    @Test
    void anEmptySynReachesAServerThatSpeaksFirst() throws Exception {
        try (Peer server = new Peer("", "220 ready");
                FastOpenConnection connection = ConnectPage.serverFirst(sockets, server.address())) {
            ByteBuffer banner = ByteBuffer.allocate(9);
            while (banner.hasRemaining() && connection.channel().read(banner) >= 0) {}

            assertEquals(
                    "220 ready", StandardCharsets.UTF_8.decode(banner.flip()).toString());
        }
    }

    @Test
    void noPathIsAvoidedWhereNothingWasLost() throws Exception {
        StringBuilder log = new StringBuilder();

        ConnectPage.paths(sockets, log);

        assertEquals("", log.toString());
    }

    @Test
    void theListenerHearsWhatCameInTheSyn() throws Exception {
        StringBuilder log = new StringBuilder();
        InetAddress here = InetAddress.getLoopbackAddress();
        try (FastOpenListener listener = ListenPage.listen(sockets, here, 0, new byte[16], log)) {
            assertEquals("", log.toString());
            // The listener has a key of its own: the cookie of the others is of no use here, the next one is.
            assertEquals(Outcome.NOT_ACKNOWLEDGED, echo(listener, log));
            assertEquals(Outcome.ACKNOWLEDGED, echo(listener, log));
            assertEquals("in twoin one round trip", log.toString());
        }
    }

    private Outcome echo(FastOpenListener listener, StringBuilder log) throws Exception {
        FutureTask<Void> server = new FutureTask<>(() -> {
            ListenPage.echoOnce(listener, log);
            return null;
        });
        new Thread(server, "server of one").start();
        ConnectRequest request = ConnectRequest.to(listener.localAddress()).firstFlight(ByteBuffer.wrap(PING));
        try (FastOpenConnection client = sockets.connect(request)) {
            assertEquals(PING.length, client.channel().read(ByteBuffer.allocate(100)));
            server.get(60, TimeUnit.SECONDS);
            return client.report().outcome();
        }
    }

    @Test
    void theSocketTellsOfARefusalAtItsFirstWriteAsConnectWould() throws Exception {
        try (Peer server = new Peer("\n", "pong")) {
            assertEquals("112, ACKNOWLEDGED", SocketsPage.ask(sockets, server.address(), PING));
        }
        assertEquals("refused, by connect or by write", SocketsPage.ask(sockets, nobody(), PING));
    }

    @Test
    void theSettingsOfThePrivateNamespaceAllowBothSides() {
        assertEquals("allowed both ways", SettingsPage.settings(sockets));
    }

    @Test
    void theSystemsSettingsAndTotalsAreTold() throws Exception {
        String printed = printedBy(() -> SettingsPage.system(sockets));
        assertTrue(printed.matches("(?s)up to \\d+ connections may wait to be accepted\n.*"), printed);

        try (Peer server = new Peer("\n", "pong")) {
            Map<String, Long> happened = SettingsPage.allCounters(sockets, () -> ping(server));
            assertEquals(1, happened.get("TcpActiveOpens"), happened::toString);
        }
    }

    private void ping(Peer server) {
        try {
            ping(server.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theKeysOfAListenerChangeEveryDay() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        String printed = printedBy(() -> KeysPage.serve(
                sockets,
                any,
                new byte[32],
                listener -> assertTrue(listener.fastOpen().usable())));

        assertEquals("the keys change every day", printed.strip());
    }

    @Test
    void theKernelKnowsTheRoundTrip() throws Exception {
        try (Peer server = new Peer("\n", "pong");
                FastOpenConnection connection = sockets.connect(ConnectRequest.to(server.address()))) {
            assertTrue(TcpInfoPage.roundTrip(sockets, connection.channel()).toNanos() > 0);
            double received = TcpInfoPage.received(connection, () -> pong(connection));
            assertTrue(received > 0, received + " bytes per second");
        }
    }

    private static void pong(FastOpenConnection connection) {
        try {
            connection.channel().write(ByteBuffer.wrap(PING));
            assertTrue(connection.channel().read(ByteBuffer.allocate(10)) > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress nobody() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) closed.getLocalSocketAddress();
        }
    }
}

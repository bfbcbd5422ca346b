package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.CongestionInfo;
import tfo.api.tcp.TcpOptions;
import tfo.lab.Direction;
import tfo.lab.PacketLog;
import tfo.lab.Passage;
import tfo.lab.Segment;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.FullBacklog;

/** What each option does, seen on loopback. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OptionWireTest {
    private static final String FIN_WAIT1 = "04", FIN_WAIT2 = "05";
    private static final int ATTEMPTS = 20;

    private final FastOpenSockets sockets = new LinuxSockets();

    @Test
    void maxsegIsAnnouncedInTheSyn() throws IOException {
        assertEquals(
                700,
                syn(request -> request.option(TcpOptions.TCP_MAXSEG, 700))
                        .options()
                        .maximumSegmentSize()
                        .orElse(0));
    }

    @Test
    void windowClampAndReceiveBufferBoundTheWindowOfTheSyn() throws IOException {
        int usual = syn(request -> request).window();

        assertTrue(usual > 30_000, () -> "usual window " + usual);
        int clamped = syn(request -> request.option(TcpOptions.TCP_WINDOW_CLAMP, 9_000))
                .window();
        assertTrue(clamped <= 9_000, () -> "clamped window " + clamped);
        int small = syn(request -> request.option(TcpOptions.SO_RCVBUF, 4_000)).window();
        assertTrue(small <= 8_000, () -> "window of a small buffer " + small);
    }

    private interface Change {
        ConnectRequest of(ConnectRequest request);
    }

    private Segment syn(Change change) throws IOException {
        try (PacketLog log = PacketLog.loopback();
                ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(Addresses.fresh(), 0));
                Pair pair = Pair.connected(sockets, listener, change.of(ConnectRequest.to((InetSocketAddress)
                        listener.getLocalAddress())))) {
            return pair.flow(log).syns().get(0);
        }
    }

    @Test
    void corkHoldsBytesBackForTwoHundredMillisecondsAndNodelayFlushesThem() throws Exception {
        try (PacketLog log = PacketLog.loopback();
                Pair corked = Pair.connected(sockets)) {
            corked.client().setOption(TcpOptions.TCP_CORK, true);
            long before = System.nanoTime();
            corked.send(10);
            assertTrue(log.await(seen -> corked.data(seen).size() == 1, Duration.ofSeconds(5)), "the ceiling");
            long held = System.nanoTime() - before;
            assertTrue(held >= 150_000_000L, () -> "held back for " + held + " ns");
        }
        assertTrue(attempt(this::nodelayFlushesWhatIsCorked), "NODELAY did not flush");
    }

    /** Whether it did, and the ceiling cannot have done it. */
    private boolean nodelayFlushesWhatIsCorked() throws IOException {
        try (PacketLog log = PacketLog.loopback();
                Pair pair = Pair.connected(sockets)) {
            pair.client().setOption(TcpOptions.TCP_NODELAY, false).setOption(TcpOptions.TCP_CORK, true);
            long before = System.nanoTime();
            pair.send(10);
            int corked = pair.data(log).size();
            pair.client().setOption(TcpOptions.TCP_NODELAY, true);
            int flushed = pair.data(log).size();
            return corked == 0 && flushed == 1 && System.nanoTime() - before < 150_000_000L;
        }
    }

    private interface Trial {
        boolean succeeds() throws IOException, InterruptedException;
    }

    /** For what must happen before something else does, by a clock that does not wait for a busy machine. */
    private static boolean attempt(Trial trial) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            if (trial.succeeds()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void quickackAcknowledgesAtOnceAndItsOppositeDoesNot() throws Exception {
        assertTrue(
                attempt(() -> acknowledged(true).compareTo(Duration.ofMillis(15)) < 0),
                "no acknowledgment was sent at once");
        Duration later = acknowledged(false);
        assertTrue(later.compareTo(Duration.ofMillis(30)) > 0, () -> "acknowledged after " + later);
    }

    @Test
    void delackMaxBoundsTheDelay() throws Exception {
        assertTrue(
                attempt(() -> {
                    try (PacketLog log = PacketLog.loopback();
                            Pair pair = Pair.connected(sockets)) {
                        sockets.setOption(pair.accepted(), TcpOptions.TCP_DELACK_MAX_US, Duration.ofMillis(10));
                        sockets.setOption(pair.accepted(), TcpOptions.TCP_QUICKACK, false);
                        Duration delay = acknowledged(log, pair);
                        return delay.toMillis() >= 2 && delay.toMillis() < 30;
                    }
                }),
                "acknowledgments are delayed as ever");
    }

    private Duration acknowledged(boolean quick) throws IOException, InterruptedException {
        try (PacketLog log = PacketLog.loopback();
                Pair pair = Pair.connected(sockets)) {
            sockets.setOption(pair.accepted(), TcpOptions.TCP_QUICKACK, quick);
            return acknowledged(log, pair);
        }
    }

    /** How long the other end takes to acknowledge a byte that it does not read. */
    private static Duration acknowledged(PacketLog log, Pair pair) throws IOException, InterruptedException {
        pair.send(1);
        assertTrue(log.await(seen -> acks(pair, seen).size() == 1, Duration.ofSeconds(5)), "no acknowledgment");
        return acks(pair, log).get(0).minus(pair.data(log).get(0));
    }

    private static List<Duration> acks(Pair pair, PacketLog log) {
        return pair.times(
                log, Direction.TO_CLIENT, passage -> !passage.segment().isSynAck());
    }

    @Test
    void syncntAndRtoMaxSayHowOftenAndWhenASynIsSent() throws Exception {
        try (PacketLog log = PacketLog.loopback();
                FullBacklog hole = FullBacklog.on(Addresses.fresh())) {
            ConnectRequest request = ConnectRequest.to(hole.address())
                    .option(TcpOptions.TCP_SYNCNT, 2)
                    .option(TcpOptions.TCP_RTO_MAX_MS, Duration.ofSeconds(1));

            assertThrows(SocketTimeoutException.class, () -> sockets.connect(request));

            List<Duration> syns = log.flowsTo(hole.address().getPort()).stream()
                    .flatMap(flow -> flow.timeline().stream())
                    .filter(passage ->
                            passage.segment().isSyn() && passage.arrived().isPresent())
                    .map(Passage::sent)
                    .toList();
            // Two made the queue full.
            assertEquals(2 + 1 + 2, syns.size(), log::dump);
            Duration last = syns.get(4).minus(syns.get(3));
            assertTrue(last.compareTo(Duration.ofMillis(1_700)) < 0, () -> "not one second but " + last);
        }
    }

    @Test
    void deferAcceptWaitsForData() throws IOException {
        ListenRequest request = ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0))
                .fastOpenQueue(0)
                .option(TcpOptions.TCP_DEFER_ACCEPT, Duration.ofSeconds(10));
        try (FastOpenListener listener = sockets.listen(request);
                SocketChannel client = SocketChannel.open(listener.localAddress())) {
            assertThrows(SocketTimeoutException.class, () -> listener.accept(Duration.ofMillis(300)));

            client.write(ByteBuffer.allocate(1));

            listener.accept(Duration.ofSeconds(5)).close();
        }
    }

    @Test
    void congestionIsPerConnection() throws IOException {
        try (Pair fast = Pair.connected(sockets);
                Pair plain = Pair.connected(sockets)) {
            plain.client().setOption(TcpOptions.TCP_CONGESTION, "reno");
            fast.client().setOption(TcpOptions.TCP_CONGESTION, "bbr");
            fast.send(20_000);
            fast.accepted().read(ByteBuffer.allocate(20_000));

            CongestionInfo info = fast.client().getOption(TcpOptions.TCP_CC_INFO);

            CongestionInfo.Bbr bbr = assertInstanceOf(CongestionInfo.Bbr.class, info);
            assertTrue(bbr.pacingGain() > 1 && bbr.cwndGain() > 1, bbr::toString);
            assertEquals(new CongestionInfo.Silent("reno"), plain.client().getOption(TcpOptions.TCP_CC_INFO));
        }
    }

    @Test
    void belowNotsentLowatAChannelIsReadyAndAboveItIsNot() throws IOException {
        try (Pair usual = Pair.connected(sockets);
                Pair low = Pair.connected(sockets);
                Selector selector = Selector.open()) {
            low.client().setOption(TcpOptions.TCP_NOTSENT_LOWAT, 4_096);

            long without = fill(usual);
            long with = fill(low);

            assertTrue(with < without, () -> with + " bytes with it, " + without + " without");
            low.client().channel().register(selector, SelectionKey.OP_WRITE);
            assertEquals(0, selector.selectNow());
            low.client().setOption(TcpOptions.TCP_NOTSENT_LOWAT, Integer.MAX_VALUE);
            assertEquals(1, selector.selectNow());
        }
    }

    /** How many bytes a connection takes whose peer does not read. */
    private static long fill(Pair pair) throws IOException {
        pair.client().channel().configureBlocking(false);
        ByteBuffer bytes = ByteBuffer.allocate(4_096);
        long taken = 0;
        while (true) {
            int written = pair.client().channel().write(bytes.clear());
            if (written == 0) {
                return taken;
            }
            taken += written;
        }
    }

    @Test
    void linger2EndsFinWait2() throws Exception {
        try (Pair waiting = Pair.connected(sockets);
                Pair none = Pair.connected(sockets)) {
            none.client().setOption(TcpOptions.TCP_LINGER2, Duration.ofSeconds(-1));
            // More than a minute: what waits for less stands among those in TIME_WAIT, for which there may be no room.
            waiting.client().setOption(TcpOptions.TCP_LINGER2, Duration.ofSeconds(100));

            waiting.client().close();
            none.client().close();

            awaitTrue(() -> !isIn(FIN_WAIT1, none.port()) && !isIn(FIN_WAIT2, none.port()));
            awaitTrue(() -> isIn(FIN_WAIT2, waiting.port()));
        }
    }

    private static void awaitTrue(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, "not within ten seconds");
            Thread.onSpinWait();
        }
    }

    /** Whether a socket on this port is in the state, as /proc/net/tcp has it; others may be in TIME_WAIT there. */
    private static boolean isIn(String state, int port) throws IOException {
        String local = String.format(Locale.ROOT, ":%04X ", port);
        for (String file : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(file))) {
                String[] words = line.trim().split("\\s+", -1);
                if ((words[1] + " ").endsWith(local) && words[3].equals(state)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void withoutACookieTheFirstContactTakesDataInTheSyn() throws IOException {
        ListenRequest listen = ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0))
                .option(TcpOptions.TCP_FASTOPEN_NO_COOKIE, true);
        try (FastOpenListener listener = sockets.listen(listen)) {
            ConnectRequest request = ConnectRequest.to(listener.localAddress())
                    .firstFlight(ByteBuffer.allocate(100))
                    .option(TcpOptions.TCP_FASTOPEN_NO_COOKIE, true);
            try (FastOpenConnection connection = sockets.connect(request)) {
                assertEquals(Outcome.ACKNOWLEDGED, connection.report().outcome());
            }
        }
    }

    @Test
    void aSavedSynIsTheHeadersOfTheSynOnce() throws IOException {
        ListenRequest listen =
                ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0)).option(TcpOptions.TCP_SAVE_SYN, true);
        try (FastOpenListener listener = sockets.listen(listen);
                SocketChannel client = SocketChannel.open(listener.localAddress());
                FastOpenConnection accepted = listener.accept(Duration.ofSeconds(5))) {
            byte[] syn = accepted.getOption(TcpOptions.TCP_SAVED_SYN);

            ByteBuffer tcp = ByteBuffer.wrap(syn);
            boolean four = syn[0] >> 4 == 4;
            tcp.position(four ? (syn[0] & 15) * 4 : 40);
            assertEquals(((InetSocketAddress) client.getLocalAddress()).getPort(), tcp.getShort() & 0xFFFF);
            assertEquals(listener.localAddress().getPort(), tcp.getShort() & 0xFFFF);
            assertEquals(0, accepted.getOption(TcpOptions.TCP_SAVED_SYN).length);
        }
    }

    @Test
    void anUrgentByteStaysInTheStream() throws IOException {
        try (Pair pair = Pair.connected(sockets)) {
            sockets.setOption(pair.accepted(), TcpOptions.SO_OOBINLINE, true);
            pair.send(1);
            pair.client().channel().socket().sendUrgentData(65);
            ByteBuffer read = ByteBuffer.allocate(2);
            while (read.hasRemaining()) {
                pair.accepted().read(read);
            }

            assertEquals(65, read.get(1));
        }
    }

    @Test
    void aPacingRateSlowsTheSenderDown() throws IOException {
        try (Pair pair = Pair.connected(sockets)) {
            pair.client().setOption(TcpOptions.SO_MAX_PACING_RATE, 400_000L);
            // The kernel paces none of the first ten segments.
            for (int i = 0; i < 10; i++) {
                pair.send(1);
                pair.accepted().read(ByteBuffer.allocate(1));
            }
            ByteBuffer sent = ByteBuffer.allocate(100_000);
            pair.client().channel().configureBlocking(false);
            long before = System.nanoTime();
            long read = 0;
            while (read < sent.capacity()) {
                pair.client().channel().write(sent);
                read += pair.accepted().read(ByteBuffer.allocate(65_536));
            }

            long millis = (System.nanoTime() - before) / 1_000_000;
            assertTrue(millis >= 100, () -> "100 kB in " + millis + " ms");
        }
    }

    @Test
    void theIncomingProcessorIsOneOfThisMachine() throws IOException {
        try (Pair pair = Pair.connected(sockets)) {
            pair.send(1);
            pair.accepted().read(ByteBuffer.allocate(1));

            int processor = sockets.getOption(pair.accepted(), TcpOptions.SO_INCOMING_CPU);

            assertTrue(Files.exists(Path.of("/sys/devices/system/cpu/cpu" + processor)), "processor " + processor);
        }
    }
}

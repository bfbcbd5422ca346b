package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.Availability;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.api.socket.TcpHistory;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.TcpCounters;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfoField;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpSetting;
import tfo.testkit.peer.EchoPeer;

/** What the kernel says of a connection, of itself and of its totals; from a provider that cannot ask it: nothing, and why. */
@Timeout(60)
abstract class KernelViewContract extends ProviderContract {
    // "send 12bps" and "pacing_rate 12bps" are the only words of ss that have a space in them.
    private static final Pattern WORD = Pattern.compile("(?:(send|pacing_rate|delivery_rate) )?(\\S+)");

    private static final int PIECE = 10_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    /** What goes on with the clock while nothing is sent. */
    private static final List<String> MOVING = List.of("lastsnd", "lastrcv", "lastack", "busy", "ato");

    @Test
    void aConnectionsInfoIsWhatSsShows() throws Exception {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = connect(peer)) {
            exchange(connection, 100_000);

            Optional<TcpInfo> info = connection.tcpInfo();
            assertEquals(fastOpen(), info.isPresent());
            if (info.isPresent()) {
                assertShown(connection);
                assertTrue(info.get().toString().contains(" fastopen "), info::toString);
            }
        }
    }

    // What was sent last is acknowledged a little later: the two that did not see it alike are asked again.
    private static void assertShown(FastOpenConnection connection) throws Exception {
        String ss = "";
        String ours = "";
        long end = System.nanoTime() + PATIENCE_NANOS;
        do {
            ours = connection.tcpInfo().orElseThrow().toString();
            ss = ss(connection);
        } while (!known(ss).equals(known(ours)) && System.nanoTime() < end);
        assertEquals(known(ss), known(ours), ss);
        assertTrue(known(ss).size() > 20, ss);
    }

    /** The words that ss(8) and the API both have: of a connection at rest they are the same. */
    private static Map<String, String> known(String text) {
        Map<String, String> words = new TreeMap<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String name = word.group(1) == null ? word.group(2).split(":", 2)[0] : word.group(1);
            words.put(name, word.group(2));
        }
        // The first columns, the algorithm and its own figures are not in struct tcp_info.
        words.keySet().retainAll(KNOWN);
        words.keySet().removeAll(MOVING);
        return words;
    }

    private static final List<String> KNOWN = List.of(
            ("ts usec_ts sack ecn ecnseen fastopen wscale rto backoff rtt ato mss pmtu rcvmss advmss cwnd ssthresh bytes_sent "
                            + "bytes_retrans bytes_acked bytes_received segs_out segs_in data_segs_out data_segs_in send "
                            + "pacing_rate delivery_rate delivered delivered_ce app_limited rwnd_limited sndbuf_limited "
                            + "unacked retrans lost sacked dsack_dups fackets reordering reord_seen rcv_rtt rcv_space "
                            + "rcv_ssthresh notsent minrtt rcv_ooopack snd_wnd")
                    .split(" "));

    private static String ss(FastOpenConnection connection) throws IOException, InterruptedException {
        InetSocketAddress local = (InetSocketAddress) connection.channel().getLocalAddress();
        Process ss = new ProcessBuilder("ss", "-tinoH", "sport", "=", ":" + local.getPort())
                .redirectErrorStream(true)
                .start();
        try (InputStream out = ss.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals(0, ss.waitFor(), text);
            return text;
        }
    }

    @Test
    void aHistoryCountsWhatWasSentAndReceived() throws Exception {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = connect(peer)) {
            TcpHistory history = TcpHistory.of(connection).every(Duration.ofMillis(5));
            exchange(connection, 200_000);
            history.close();

            List<Long> received = new ArrayList<>();
            history.stretches().forEach(stretch -> received.add(stretch.bytesReceived()));

            assertEquals(
                    fastOpen() ? 200_000L + DiallerContract.FLIGHT : 0,
                    received.stream().mapToLong(Long::longValue).sum());
            assertEquals(fastOpen(), history.whole().isPresent());
            history.whole().ifPresent(whole -> {
                assertEquals(200_000 + DiallerContract.FLIGHT, whole.bytesAcked());
                assertTrue(whole.receivedPerSecond() > 0);
                assertTrue(whole.to().info().get(TcpInfoField.BYTES_SENT).isPresent());
            });
        }
    }

    @Test
    void countersGrowByWhatHappened() throws Exception {
        TcpCounters before = sockets().tcpCounters();
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = connect(peer)) {
            exchange(connection, 10_000);
            TcpCounters added = sockets().tcpCounters().since(before);

            assertEquals(fastOpen(), !before.rows().isEmpty());
            assertEquals(sockets().counters().since(before.fastOpen()), added.fastOpen());
            if (fastOpen()) {
                assertEquals(1, added.fastOpen().active());
                assertEquals(OptionalLong.of(2), added.get("TcpActiveOpens"), added.counted()::toString);
                assertTrue(added.get("TcpCurrEstab").orElse(0) >= 2, added.rows()::toString);
                assertTrue(added.counted().containsKey("TcpInSegs"));
                assertFalse(added.counted().containsKey("TcpCurrEstab"));
            }
        }
    }

    @Test
    void systemSettingsAreThoseOfTheNamespaceAndLive() throws Exception {
        assertEquals(fastOpen(), sockets().systemSettings().availability().usable());
        assertEquals(
                fastOpen() ? Optional.of(1027L) : Optional.empty(),
                sockets().systemSettings().get(TcpSetting.TCP_FASTOPEN));
        PrivateNetwork.withFastOpen(
                0,
                () -> assertEquals(
                        fastOpen()
                                ? List.of("sysctl -w net.ipv4.tcp_fastopen=1", "sysctl -w net.ipv4.tcp_fastopen=3")
                                : List.of(),
                        advice(TcpSetting.TCP_FASTOPEN)));
        PrivateNetwork.withFastOpen(
                0x401,
                () -> assertEquals(
                        fastOpen() ? List.of("sysctl -w net.ipv4.tcp_fastopen=1027") : List.of(),
                        advice(TcpSetting.TCP_FASTOPEN)));
    }

    private List<String> advice(TcpSetting<?> setting) {
        return sockets().systemSettings().fastOpenAdvice().stream()
                .filter(advice -> advice.setting() == setting)
                .flatMap(advice -> advice.command().stream())
                .toList();
    }

    @Test
    void whereEverySynIsAnsweredWithACookieItsDataIsNotTakenAndWeSaySo() throws Exception {
        InetAddress address = address(Contact.KNOWN);
        PrivateNetwork.with("net.ipv4.tcp_syncookies", "2", () -> {
            try (FastOpenListener listener = listen(address)) {
                TcpCounters before = sockets().tcpCounters();
                assertEquals(false, takesDataInTheSyn(listener));
                TcpCounters added = sockets().tcpCounters().since(before);

                assertFalse(listener.fastOpen().usable());
                if (fastOpen()) {
                    assertEquals(new FastOpenCounters(0, 1, 0, 0, 0, 0, 0, 0), added.fastOpen());
                    assertEquals(OptionalLong.of(1), added.get("TcpExtSyncookiesSent"));
                    assertTrue(listener.fastOpen().reason().endsWith(": sysctl -w net.ipv4.tcp_syncookies=1"));
                    assertEquals(List.of("sysctl -w net.ipv4.tcp_syncookies=1"), advice(TcpSetting.TCP_SYNCOOKIES));
                }
            }
        });
    }

    @Test
    void whereNoConnectionMayWaitNoDataIsTakenAndWeSaySo() throws Exception {
        InetAddress address = address(Contact.KNOWN);
        PrivateNetwork.with("net.core.somaxconn", "0", () -> {
            try (FastOpenListener listener = listen(address)) {
                assertFalse(listener.fastOpen().usable());
                assertEquals(false, takesDataInTheSyn(listener));
                assertEquals(
                        fastOpen(),
                        listener.fastOpen().reason().contains("sysctl -w net.core.somaxconn=128, then listen"));
                assertEquals(
                        fastOpen() ? List.of("sysctl -w net.core.somaxconn=4096") : List.of(),
                        advice(TcpSetting.SOMAXCONN));
            }
        });
    }

    @Test
    void aQueueThatWasCutServesAndSaysThatItWas() throws Exception {
        InetAddress address = address(Contact.KNOWN);
        PrivateNetwork.with("net.core.somaxconn", "16", () -> {
            try (FastOpenListener listener = listen(address)) {
                assertEquals(fastOpen(), takesDataInTheSyn(listener));
                assertEquals(fastOpen(), listener.fastOpen().usable());
                assertEquals(fastOpen(), listener.fastOpen().reason().contains("16 instead of 128"));
            }
        });
    }

    @Test
    void aQueueOfWhichTheOptionTakesAwayAllIsMissed() throws Exception {
        InetAddress address = address(Contact.KNOWN);
        try (FastOpenListener listener = listen(address)) {
            if (!fastOpen()) {
                assertFalse(listener.fastOpen().usable());
                return;
            }
            sockets().setOption(listener.channel(), TcpOptions.TCP_FASTOPEN, 0);
            assertFalse(listener.fastOpen().usable());
            assertEquals(false, takesDataInTheSyn(listener));

            sockets().setOption(listener.channel(), TcpOptions.TCP_FASTOPEN, 5);
            assertEquals(Availability.ready(), listener.fastOpen());
            assertEquals(true, takesDataInTheSyn(listener));
        }
    }

    private FastOpenListener listen(InetAddress address) throws IOException {
        return sockets().listen(ListenRequest.on(new InetSocketAddress(address, 0)));
    }

    /** Whether it does, by the account of both ends; what is not taken arrives after the handshake. */
    private boolean takesDataInTheSyn(FastOpenListener listener) throws IOException {
        try (FastOpenConnection client = sockets().connect(DiallerContract.request(listener.localAddress()));
                FastOpenConnection accepted = listener.accept(Duration.ofSeconds(20))) {
            readAll(accepted, DiallerContract.FLIGHT);
            assertEquals(client.report().acknowledged(), accepted.report().acknowledged(), client.report()::toString);
            return client.report().acknowledged();
        }
    }

    private FastOpenConnection connect(EchoPeer peer) throws IOException {
        FastOpenConnection connection = sockets().connect(DiallerContract.request(peer.address()));
        readAll(connection, DiallerContract.FLIGHT);
        return connection;
    }

    private static void readAll(FastOpenConnection connection, int size) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(size);
        while (in.hasRemaining()) {
            if (connection.channel().read(in) < 0) {
                throw new AssertionError("the echo ended after " + in.position() + " bytes");
            }
        }
    }

    /** Sends as much, a piece after the echo of the other. */
    private static void exchange(FastOpenConnection connection, int size) throws IOException {
        for (int piece = 0; piece < size; piece += PIECE) {
            ByteBuffer out = ByteBuffer.allocate(PIECE);
            while (out.hasRemaining()) {
                connection.channel().write(out);
            }
            readAll(connection, PIECE);
        }
    }
}

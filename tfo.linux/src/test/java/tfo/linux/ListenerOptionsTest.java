package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.TcpOptions;
import tfo.lab.Direction;
import tfo.lab.PacketLog;
import tfo.lab.Passage;
import tfo.testkit.peer.Addresses;

/** What the options of listeners do, seen on loopback. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenerOptionsTest {
    private static final Duration AMPLE = Duration.ofSeconds(10);

    private final FastOpenSockets sockets = new LinuxSockets();

    private FastOpenListener listener() throws IOException {
        return sockets.listen(
                ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0)).fastOpenQueue(0));
    }

    @Test
    @EffectOf("TCP_DEFER_ACCEPT")
    void deferAcceptWaitsForDataAndOtherwiseTheHandshakeIsEnough() throws IOException {
        try (FastOpenListener listener = listener()) {
            try (SocketChannel silent = SocketChannel.open(listener.localAddress());
                    FastOpenConnection accepted = listener.accept(AMPLE)) {
                assertEquals(silent.getLocalAddress(), accepted.channel().getRemoteAddress());
            }
            listener.setOption(TcpOptions.TCP_DEFER_ACCEPT, Duration.ofSeconds(20));
            try (SocketChannel client = SocketChannel.open(listener.localAddress())) {
                assertThrows(SocketTimeoutException.class, () -> listener.accept(Duration.ofMillis(300)));

                client.write(ByteBuffer.allocate(1));

                listener.accept(AMPLE).close();
            }
        }
    }

    @Test
    @EffectOf("TCP_DEFER_ACCEPT")
    void deferAcceptGivesUpWaitingAfterThatTimeWhichIsOneOfOneThreeSevenSeconds() throws IOException {
        try (FastOpenListener listener = listener().setOption(TcpOptions.TCP_DEFER_ACCEPT, Duration.ofSeconds(2))) {
            assertEquals(Duration.ofSeconds(3), listener.getOption(TcpOptions.TCP_DEFER_ACCEPT));
            listener.setOption(TcpOptions.TCP_DEFER_ACCEPT, Duration.ofSeconds(1));
            assertEquals(Duration.ofSeconds(1), listener.getOption(TcpOptions.TCP_DEFER_ACCEPT));
            long before = System.nanoTime();

            try (SocketChannel silent = SocketChannel.open(listener.localAddress());
                    FastOpenConnection accepted = listener.accept(AMPLE)) {
                long millis = (System.nanoTime() - before) / 1_000_000;

                assertEquals(silent.getLocalAddress(), accepted.channel().getRemoteAddress());
                accepted.channel().configureBlocking(false);
                assertEquals(0, accepted.channel().read(ByteBuffer.allocate(1)), "no data came");
                // By the kernel's clock the second may begin a tick earlier.
                assertTrue(millis >= 900, () -> "after " + millis + " ms");
            }
        }
    }

    @Test
    @EffectOf("TCP_DEFER_ACCEPT")
    void aClientThatDefersLetsTheHandshakeEndWithItsDataOrLate() throws Exception {
        try (FastOpenListener listener = listener();
                PacketLog log = PacketLog.loopback()) {
            ConnectRequest usual = ConnectRequest.to(listener.localAddress());
            ConnectRequest deferring = usual.option(TcpOptions.TCP_DEFER_ACCEPT, Duration.ofSeconds(3));

            Passage atOnce = answerToTheSynAck(listener, log, usual, 0);
            Passage late = answerToTheSynAck(listener, log, deferring, 0);

            assertEquals(0, atOnce.segment().payload());
            assertEquals(0, late.segment().payload());
            assertTrue(
                    late.sent().toMillis() >= 100
                            && late.sent().toMillis() > 2 * atOnce.sent().toMillis(),
                    log::dump);
            // On a busy machine the data may come later than that.
            assertTrue(
                    Attempt.once(() -> answerToTheSynAck(listener, log, deferring, 5)
                                    .segment()
                                    .payload()
                            == 5),
                    log::dump);
            assertEquals(0, answerToTheSynAck(listener, log, usual, 5).segment().payload());
        }
    }

    /** The second packet of a client that connects and writes this many bytes at once. */
    private Passage answerToTheSynAck(FastOpenListener listener, PacketLog log, ConnectRequest request, int bytes)
            throws IOException {
        try (FastOpenConnection client = sockets.connect(request)) {
            int port = ((InetSocketAddress) client.channel().getLocalAddress()).getPort();
            client.channel().write(ByteBuffer.allocate(bytes));
            listener.accept(AMPLE).close();
            return log.flow(port).timeline().stream()
                    .filter(passage -> passage.direction() == Direction.TO_SERVER)
                    .skip(1)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    @EffectOf({"TCP_SAVE_SYN", "TCP_SAVED_SYN"})
    void aSavedSynIsTheHeadersOfTheSynOnce() throws IOException {
        try (FastOpenListener listener = listener().setOption(TcpOptions.TCP_SAVE_SYN, true);
                SocketChannel client = SocketChannel.open(listener.localAddress());
                FastOpenConnection accepted = listener.accept(AMPLE)) {
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
    @EffectOf("TCP_SAVE_SYN")
    void unaskedAListenerSavesNoSyn() throws IOException {
        try (FastOpenListener listener = listener();
                SocketChannel client = SocketChannel.open(listener.localAddress());
                FastOpenConnection accepted = listener.accept(AMPLE)) {
            assertEquals(client.getLocalAddress(), accepted.channel().getRemoteAddress());
            assertEquals(0, accepted.getOption(TcpOptions.TCP_SAVED_SYN).length);
        }
    }
}

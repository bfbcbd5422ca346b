package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpOptions;
import tfo.lab.PacketLog;
import tfo.testkit.peer.Addresses;

/** What the options of a receiver do, seen on loopback. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReceivingOptionsTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final FastOpenSockets sockets = new LinuxSockets();

    @Test
    @EffectOf("TCP_QUICKACK")
    void quickackAcknowledgesAtOnceAndItsOppositeDoesNot() throws Exception {
        assertTrue(Attempt.once(this::switches), "no acknowledgment was sent late and then one at once");
    }

    /** Off, and off and on again: with neither the kernel acknowledges the first bytes of a connection at once. */
    private boolean switches() throws IOException, InterruptedException {
        try (PacketLog log = PacketLog.loopback();
                Pair pair = Pair.connected(sockets)) {
            sockets.setOption(pair.accepted(), TcpOptions.TCP_QUICKACK, false);
            Duration late = acknowledged(log, pair);
            // What was late once makes the kernel leave the mode by itself.
            sockets.setOption(pair.accepted(), TcpOptions.TCP_QUICKACK, false);
            sockets.setOption(pair.accepted(), TcpOptions.TCP_QUICKACK, true);
            Duration soon = acknowledged(log, pair);
            return late.toMillis() >= 30 && soon.toMillis() < 15;
        }
    }

    @Test
    @EffectOf("TCP_DELACK_MAX_US")
    void delackMaxBoundsTheDelay() throws Exception {
        assertTrue(
                Attempt.once(() -> {
                    try (PacketLog log = PacketLog.loopback();
                            Pair pair = Pair.connected(sockets)) {
                        sockets.setOption(pair.accepted(), TcpOptions.TCP_DELACK_MAX_US, Duration.ofMillis(10));
                        sockets.setOption(pair.accepted(), TcpOptions.TCP_QUICKACK, false);
                        Duration delay = acknowledged(log, pair);
                        return delay.toMillis() >= 2 && delay.toMillis() < 30;
                    }
                }),
                "acknowledgments are delayed as ever");
        try (PacketLog log = PacketLog.loopback();
                Pair pair = Pair.connected(sockets)) {
            sockets.setOption(pair.accepted(), TcpOptions.TCP_QUICKACK, false);
            Duration usual = acknowledged(log, pair);
            assertTrue(usual.toMillis() >= 30, () -> "without it after " + usual);
        }
    }

    /** How long the other end takes to acknowledge a byte that it does not read. */
    private static Duration acknowledged(PacketLog log, Pair pair) throws IOException, InterruptedException {
        int before = pair.acknowledgments(log).size();
        pair.send(1);
        assertTrue(log.await(seen -> pair.acknowledgments(seen).size() > before, AMPLE), "no acknowledgment");
        return pair.acknowledgments(log).get(before).minus(pair.data(log).get(before));
    }

    @Test
    @EffectOf("SO_OOBINLINE")
    void inlineAnUrgentByteStaysInTheStreamAndOtherwiseItDoesNot() throws IOException {
        assertEquals('u', secondByte(true));
        assertEquals('c', secondByte(false));
    }

    /** Sends "a", an urgent "u", and "c", and returns what is read after "a". */
    private int secondByte(boolean inline) throws IOException {
        try (Pair pair = Pair.connected(sockets)) {
            sockets.setOption(pair.accepted(), TcpOptions.SO_OOBINLINE, inline);
            pair.client().channel().write(ByteBuffer.wrap(new byte[] {'a'}));
            pair.client().channel().socket().sendUrgentData('u');
            pair.client().channel().write(ByteBuffer.wrap(new byte[] {'c'}));
            ByteBuffer read = ByteBuffer.allocate(2);
            while (read.hasRemaining()) {
                pair.accepted().read(read);
            }
            return read.get(1);
        }
    }

    @Test
    @EffectOf("SO_INCOMING_CPU")
    void theProcessorThatTookThePacketIsToldAndChoosesAmongListenersThatShareAPort() throws Exception {
        try (Selector selector = Selector.open();
                ServerSocketChannel one = shared(new InetSocketAddress(Addresses.fresh(), 0), selector);
                ServerSocketChannel other = shared((InetSocketAddress) one.getLocalAddress(), selector)) {
            for (int i = 0; i < 8; i++) {
                ServerSocketChannel chosen = i % 2 == 0 ? one : other;
                ServerSocketChannel passedOver = i % 2 == 0 ? other : one;
                int processor = Processor.current();
                sockets.setOption(chosen, TcpOptions.SO_INCOMING_CPU, processor);
                sockets.setOption(passedOver, TcpOptions.SO_INCOMING_CPU, processor + 1);
                SocketAddress address = one.getLocalAddress();

                // Over loopback a packet is taken by the processor that sent it.
                try (SocketChannel client = Processor.on(processor, () -> greeting(address))) {
                    assertTrue(client.isConnected());
                    // A handshake is over for the client before it is for the listener.
                    assertEquals(1, selector.select(AMPLE.toMillis()));
                    selector.selectedKeys().clear();
                    try (SocketChannel accepted = chosen.accept()) {
                        assertNotNull(accepted, "connection " + i + " came to the other listener");
                        assertEquals(1, accepted.read(ByteBuffer.allocate(1)), "the greeting");
                        assertEquals(processor, sockets.getOption(accepted, TcpOptions.SO_INCOMING_CPU));
                    }
                }
            }
        }
    }

    private static ServerSocketChannel shared(InetSocketAddress address, Selector selector) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open()
                .setOption(StandardSocketOptions.SO_REUSEPORT, true)
                .bind(address);
        listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        return listener;
    }

    private static SocketChannel greeting(SocketAddress address) throws IOException {
        SocketChannel client = SocketChannel.open(address);
        client.write(ByteBuffer.allocate(1));
        return client;
    }
}

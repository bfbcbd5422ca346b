package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.TcpOptions;
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

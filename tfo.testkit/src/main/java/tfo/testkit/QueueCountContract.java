package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.SocketQueues;
import tfo.api.socket.SocketQueues.Operation;
import tfo.api.tcp.TcpState;
import tfo.testkit.peer.Payload;
import tfo.testkit.peer.SinkPeer;

/** What the counts of the queues leave out: a FIN, and all that is under way during a handshake. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class QueueCountContract extends EndsContract {
    // What carries the end of a handshake, and all that comes after it.
    private static final String[] ACKS = {"--tcp-flags", "SYN,ACK", "ACK"};

    private TcpState state(SocketChannel channel) throws IOException {
        return sockets().tcpInfo(channel).orElseThrow().state();
    }

    @Test
    void aFinIsNotAByteThatWaits() throws Exception {
        if (refused(Operation.SIOCOUTQ)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues near = ends.near().queues();
            SocketQueues far = sockets().queues(ends.far());
            ends.near().channel().configureBlocking(false);
            long written = BothEnds.fill(ends.near().channel());
            awaitRest(near, far, written);

            ends.near().channel().shutdownOutput();

            assertEquals(TcpState.FIN_WAIT_1, state(ends.near().channel()));
            awaitRest(near, far, written);
            assertEquals(
                    written,
                    Payload.readAll(ends.far().socket().getInputStream()).length());
            BothEnds.await("all is acknowledged", () -> near.outQueue() == 0);
        }
    }

    /** Waits until every byte is in one queue, and none is under way, as one is from time to time that probes the peer's window. */
    private static void awaitRest(SocketQueues near, SocketQueues far, long written) throws Exception {
        BothEnds.await("every byte is in one queue", () -> near.outQueue() + far.inQueue() == written);
        BothEnds.await("none is under way", () -> near.unsent() == near.outQueue());
        assertNotEquals(0, near.unsent());
    }

    @Test
    void anAcceptedConnectionCountsNothingUntilItsHandshakeIsOver() throws Exception {
        if (refused(Operation.SIOCOUTQ)) {
            return;
        }
        InetSocketAddress any = new InetSocketAddress(address(Contact.KNOWN), 0);
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(any)) {
            InetSocketAddress remote = (InetSocketAddress) listener.getLocalAddress();
            Firewall lossy = Firewall.dropping(remote, ACKS);
            try (FastOpenConnection near =
                            sockets().connect(ConnectRequest.to(remote).firstFlight(text("hello")));
                    SocketChannel far = listener.accept()) {
                try (lossy) {
                    assertNothingIsCounted(far);
                }
                SocketQueues queues = sockets().queues(far);
                BothEnds.await("the handshake ends", () -> state(far) == TcpState.ESTABLISHED);

                assertEquals(5, queues.inQueue());
                BothEnds.await("the answer is acknowledged", () -> queues.outQueue() == 0);
                assertEquals("answer", BothEnds.read(near.channel(), 100));
            }
        }
    }

    private void assertNothingIsCounted(SocketChannel far) throws IOException {
        SocketQueues queues = sockets().queues(far);
        ByteBuffer peeked = ByteBuffer.allocate(100);
        BothEnds.write(far, "answer");

        assertEquals(0, queues.inQueue());
        assertEquals(5, queues.peek(peeked));
        assertEquals("hello", BothEnds.text(peeked));
        assertEquals(0, queues.outQueue());
        assertEquals(0, queues.unsent());
        assertEquals(TcpState.SYN_RECEIVED, state(far));
    }

    @Test
    void aSynWithDataIsNotCountedUntilItIsAnswered() throws Exception {
        if (refused(Operation.SIOCOUTQ)) {
            return;
        }
        try (SinkPeer peer = SinkPeer.on(address(Contact.KNOWN));
                SocketChannel channel = SocketChannel.open()) {
            assertTrue(sockets().arm(channel).usable());
            try (Firewall lossy = Firewall.dropping(peer.address())) {
                channel.connect(peer.address());
                channel.configureBlocking(false);
                int taken = channel.write(text("hello"));

                SocketQueues queues = sockets().queues(channel);
                assertEquals(5, taken);
                assertEquals(0, queues.outQueue());
                assertEquals(0, queues.unsent());
                assertEquals(TcpState.SYN_SENT, state(channel));
                assertTrue(lossy.hits() > 0, "the SYN has left");
            }
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}

package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.socket.SocketQueues;
import tfo.api.socket.SocketQueues.Operation;
import tfo.api.tcp.TcpState;
import tfo.testkit.peer.Payload;
import tfo.testkit.peer.SinkPeer;

/** Urgent data of tcp(7): one byte, sent and received ahead of the stream. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class UrgentContract extends EndsContract {
    @Test
    void anUrgentByteArrivesAsOne() throws Exception {
        try (BothEnds ends = ends()) {
            // Inline the JDK can receive it too.
            ends.far().socket().setOOBInline(true);

            BothEnds.write(ends.near().channel(), "abc");
            assertTrue(ends.near().queues().sendUrgent((byte) '!'));
            BothEnds.write(ends.near().channel(), "def");
            ends.near().close();

            String stream = new String(ends.far().socket().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals("abc!def", stream);
        }
    }

    @Test
    void withoutInlineItIsNotPartOfTheStream() throws Exception {
        try (BothEnds ends = ends()) {
            BothEnds.write(ends.near().channel(), "abc");
            assertTrue(ends.near().queues().sendUrgent((byte) 0xFF));
            BothEnds.write(ends.near().channel(), "def");
            ends.near().close();

            String stream = new String(ends.far().socket().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals("abcdef", stream);
        }
    }

    @Test
    void itIsReceivedAheadOfTheStreamAndOnce() throws Exception {
        if (refused(Operation.RECEIVE_MSG_OOB)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues queues = sockets().queues(ends.far());
            assertEquals(OptionalInt.empty(), queues.receiveUrgent());

            BothEnds.write(ends.near().channel(), "abc");
            ends.near().queues().sendUrgent((byte) '!');

            awaitBang(queues);
            assertEquals(OptionalInt.empty(), queues.receiveUrgent());
            assertEquals("abc", BothEnds.read(ends.far(), 100));
        }
    }

    @Test
    void aByteAbove127IsNotNegative() throws Exception {
        if (refused(Operation.RECEIVE_MSG_OOB)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues queues = sockets().queues(ends.far());

            ends.near().queues().sendUrgent((byte) 0xFF);

            BothEnds.await("the urgent byte", () -> queues.receiveUrgent().equals(OptionalInt.of(255)));
        }
    }

    @Test
    void oneThatIsAnnouncedAndHasNoRoomIsNotWaitedFor() throws Exception {
        if (refused(Operation.RECEIVE_MSG_OOB)) {
            return;
        }
        try (BothEnds ends = ends()) {
            ends.far().setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            SocketQueues queues = sockets().queues(ends.far());
            SocketChannel channel = ends.near().channel();
            channel.configureBlocking(false);
            int written = channel.write(ByteBuffer.allocate(150_000));
            assertTrue(ends.near().queues().sendUrgent((byte) '!'));

            assertEquals(OptionalInt.empty(), queues.receiveUrgent());
            for (int drained = 0; drained < written; ) {
                drained += ends.far().read(ByteBuffer.allocate(written - drained));
            }
            awaitBang(queues);
        }
    }

    @Test
    void whereThereIsNoRoomNothingIsSent() throws Exception {
        try (BothEnds ends = ends()) {
            SocketQueues queues = ends.near().queues();
            SocketChannel channel = ends.near().channel();
            channel.configureBlocking(false);
            long written = BothEnds.fill(channel);
            int urgent = 0;
            // A byte may still fit where a block does not.
            while (queues.sendUrgent((byte) '!')) {
                assertTrue(++urgent < 1_000_000, "the queue is full and takes a byte all the same");
            }
            int sent = urgent;
            ends.far().socket().setOOBInline(true);
            Background<Payload> received =
                    Background.start(() -> Payload.readAll(ends.far().socket().getInputStream()));

            channel.configureBlocking(true);
            channel.shutdownOutput();

            assertEquals(written + sent, received.result().length());
        }
    }

    @Test
    void afterShutdownOutputItIsAClosedChannelException() throws Exception {
        try (BothEnds ends = ends()) {
            ends.near().channel().shutdownOutput();

            assertThrows(
                    ClosedChannelException.class, () -> ends.near().queues().sendUrgent((byte) '!'));
        }
    }

    @Test
    void onAConnectionThatFailedItIsAnIoExceptionAndNeverASignal() throws Exception {
        try (BothEnds ends = ends()) {
            SocketQueues queues = ends.near().queues();
            ends.far().setOption(StandardSocketOptions.SO_LINGER, 0).close();

            BothEnds.await("the reset", () -> {
                try {
                    return !queues.sendUrgent((byte) '!');
                } catch (IOException e) {
                    return true;
                }
            });
            assertThrows(IOException.class, () -> queues.sendUrgent((byte) '!'));
        }
    }

    @Test
    void aSynThatWaitsForDataDoesNotTakeIt() throws Exception {
        try (SinkPeer peer = SinkPeer.on(address(Contact.KNOWN));
                SocketChannel channel = SocketChannel.open()) {
            boolean armed = sockets().arm(channel).usable();
            channel.connect(peer.address());
            SocketQueues queues = sockets().queues(channel);

            assertEquals(fastOpen(), armed);
            if (armed) {
                assertThrows(NotYetConnectedException.class, () -> queues.sendUrgent((byte) '!'));
                assertEquals(0, queues.peek(ByteBuffer.allocate(1)));
                BothEnds.write(channel, "first");
                BothEnds.await("the connection stands", () -> state(channel) == TcpState.ESTABLISHED);
            }
            assertTrue(queues.sendUrgent((byte) '!'));
        }
    }

    @Test
    void oneThatAResetOvertakesIsLost() throws Exception {
        if (refused(Operation.RECEIVE_MSG_OOB)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues queues = sockets().queues(ends.far());
            assertTrue(ends.near().queues().sendUrgent((byte) '!'));
            BothEnds.await("the urgent byte comes", queues::atMark);
            ends.near().channel().setOption(StandardSocketOptions.SO_LINGER, 0).close();
            BothEnds.await("the reset", () -> state(ends.far()) == TcpState.CLOSED);

            SocketException thrown = assertThrows(SocketException.class, queues::receiveUrgent);

            Messages.assertMentions("the connection has failed", thrown);
            Messages.assertMentions("ENOTCONN", thrown);
            IOException why = assertThrows(IOException.class, () -> ends.far().read(ByteBuffer.allocate(1)));
            Messages.assertMentions("reset", why);
        }
    }

    private TcpState state(SocketChannel channel) throws IOException {
        return sockets().tcpInfo(channel).orElseThrow().state();
    }

    @Test
    void aFileIsSentAroundIt(@TempDir Path folder) throws Exception {
        byte[] content = Payload.bytes(200_000, 8);
        Path file = Files.write(folder.resolve("file"), content);
        try (BothEnds ends = ends();
                FileChannel source = FileChannel.open(file)) {
            SocketChannel channel = ends.near().channel();
            Background<Payload> received =
                    Background.start(() -> Payload.readAll(ends.far().socket().getInputStream()));

            long sent = source.transferTo(0, 100_000, channel);
            assertTrue(ends.near().queues().sendUrgent((byte) '!'));
            while (sent < content.length) {
                sent += source.transferTo(sent, content.length - sent, channel);
            }
            channel.shutdownOutput();

            assertEquals(Payload.of(content), received.result());
        }
    }
}

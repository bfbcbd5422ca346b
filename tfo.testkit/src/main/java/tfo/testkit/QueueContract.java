package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.SocketQueues;
import tfo.api.socket.SocketQueues.Operation;
import tfo.lab.NetworkLab;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.Payload;

/** What waits to be read and to be sent: counting it, looking at it, dropping it, and what becomes of the channel. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class QueueContract extends ProviderContract {
    // What the JDK can do by itself.
    private static final Set<Operation> PORTABLE = EnumSet.of(Operation.SIOCINQ, Operation.SEND_MSG_OOB);

    private BothEnds ends() throws IOException {
        return BothEnds.of(sockets(), Addresses.fresh());
    }

    /** Whether a provider that does not reach the descriptor refuses the operation, which is then all there is to say of it. */
    private boolean refused(Operation operation) throws IOException {
        try (BothEnds ends = ends()) {
            SocketQueues queues = ends.near().queues();
            if (!fastOpen()) {
                assertThrows(UnsupportedOperationException.class, work(queues, operation));
            }
            return !fastOpen();
        }
    }

    private static void awaitQueued(SocketQueues queues, int bytes) throws Exception {
        BothEnds.await(bytes + " bytes come in", () -> queues.inQueue() == bytes);
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeDoneIsToldBeforehand(Operation operation) throws IOException {
        try (BothEnds ends = ends()) {
            SocketQueues queues = sockets().queues(ends.far());

            boolean usable = queues.supports(operation).usable();

            assertEquals(fastOpen() || PORTABLE.contains(operation), usable);
            assertEquals(usable, queues.supports(operation).reason().isEmpty());
            if (!usable) {
                Messages.assertMentions(
                        operation.name(), assertThrows(UnsupportedOperationException.class, work(queues, operation)));
            } else {
                assertDoesNotThrow(work(queues, operation));
            }
        }
    }

    private static Executable work(SocketQueues queues, Operation operation) {
        return switch (operation) {
            case SIOCINQ -> queues::inQueue;
            case SIOCOUTQ -> queues::outQueue;
            case SIOCOUTQNSD -> queues::unsent;
            case SIOCATMARK -> queues::atMark;
            case MSG_PEEK -> () -> queues.peek(ByteBuffer.allocate(1));
            case MSG_TRUNC -> () -> queues.discard(1);
            case SEND_MSG_OOB -> () -> queues.sendUrgent((byte) 1);
            case RECEIVE_MSG_OOB -> queues::receiveUrgent;
        };
    }

    @Test
    void theInQueueIsWhatCameAndWasNotRead() throws Exception {
        try (BothEnds ends = ends()) {
            SocketQueues queues = ends.near().queues();
            assertEquals(0, queues.inQueue());

            BothEnds.write(ends.far(), Payload.bytes(1000, 3));
            awaitQueued(queues, 1000);
            BothEnds.read(ends.near().channel(), 400);

            assertEquals(600, queues.inQueue());
        }
    }

    @Test
    void theOutQueueIsWhatThePeerHasNotAcknowledgedWhetherSentOrNot() throws Exception {
        if (refused(Operation.SIOCOUTQ)) {
            return;
        }
        Duration rtt = Duration.ofMillis(200);
        try (NetworkLab lab = NetworkLab.open(rtt);
                BothEnds ends = BothEnds.of(sockets(), lab.server(), lab.peer())) {
            SocketQueues queues = ends.near().queues();
            BothEnds.await("the handshake is acknowledged", () -> queues.outQueue() == 0);

            BothEnds.write(ends.near().channel(), Payload.bytes(100, 4));
            int out = queues.outQueue();
            int unsent = queues.unsent();

            assertEquals(100, out, "not acknowledged within " + rtt);
            assertEquals(0, unsent, "sent at once");
            BothEnds.await("they are acknowledged", () -> queues.outQueue() == 0);
        }
    }

    @Test
    void whatThePeerHasNoRoomForIsUnsent() throws Exception {
        if (refused(Operation.SIOCOUTQNSD)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues near = ends.near().queues();
            SocketQueues far = sockets().queues(ends.far());
            ends.near().channel().configureBlocking(false);

            long written = BothEnds.fill(ends.near().channel());

            BothEnds.await("every byte is in one queue", () -> near.outQueue() + far.inQueue() == written);
            int unsent = near.unsent();
            assertNotEquals(0, unsent);
            assertFalse(unsent > near.outQueue());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void peekShowsWhatTheNextReadGives(boolean blocking) throws Exception {
        if (refused(Operation.MSG_PEEK)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues queues = ends.near().queues();
            SocketChannel channel = ends.near().channel();
            channel.configureBlocking(blocking);
            assertEquals(0, queues.peek(ByteBuffer.allocate(8)));
            BothEnds.write(ends.far(), "hello, world");
            awaitQueued(queues, 12);
            ByteBuffer word = ByteBuffer.allocate(6).put((byte) '>');

            assertEquals(5, queues.peek(word));
            assertEquals(">hello", BothEnds.text(word));
            assertEquals(0, queues.peek(word), "no room");
            assertEquals(12, queues.inQueue());
            assertEquals("hello, world", BothEnds.read(channel, 100));
            assertEquals(0, queues.peek(word.clear()));
            assertEquals(blocking, channel.isBlocking());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void peekFillsALargeBuffer(boolean direct) throws Exception {
        if (refused(Operation.MSG_PEEK)) {
            return;
        }
        byte[] payload = Payload.bytes(100_000, 5);
        try (BothEnds ends = ends()) {
            BothEnds.write(ends.far(), payload);
            awaitQueued(ends.near().queues(), payload.length);
            ByteBuffer buffer =
                    direct ? ByteBuffer.allocateDirect(payload.length + 1) : ByteBuffer.allocate(payload.length + 1);

            assertEquals(payload.length, ends.near().queues().peek(buffer));

            byte[] peeked = new byte[payload.length];
            buffer.flip().get(peeked);
            assertArrayEquals(payload, peeked);
        }
    }

    @Test
    void discardDropsSoManyBytesAndNoMore() throws Exception {
        if (refused(Operation.MSG_TRUNC)) {
            return;
        }
        byte[] payload = Payload.bytes(100_000, 6);
        try (BothEnds ends = ends()) {
            SocketQueues queues = ends.near().queues();
            assertEquals(0, queues.discard(10));
            BothEnds.write(ends.far(), payload);
            awaitQueued(queues, payload.length);

            assertEquals(0, queues.discard(0));
            assertEquals(payload.length - 1, queues.discard(payload.length - 1));
            ByteBuffer last = ByteBuffer.allocate(10);
            assertEquals(1, ends.near().channel().read(last));

            assertEquals(payload[payload.length - 1], last.get(0));
            BothEnds.write(ends.far(), payload);
            awaitQueued(queues, payload.length);
            assertEquals(payload.length, queues.discard(Long.MAX_VALUE));
        }
    }

    @Test
    void theEndOfTheStreamIsMinusOneOnceAllIsRead() throws Exception {
        if (refused(Operation.MSG_PEEK)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues queues = ends.near().queues();
            BothEnds.write(ends.far(), "end");
            ends.far().shutdownOutput();
            awaitQueued(queues, 3);

            assertEquals(3, queues.peek(ByteBuffer.allocate(10)));
            assertEquals(3, queues.discard(10));
            BothEnds.await("the end", () -> queues.peek(ByteBuffer.allocate(10)) == -1);
            assertEquals(-1, queues.discard(10));
            assertEquals(0, queues.inQueue());
            assertEquals(-1, ends.near().channel().read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void whoHasShutDownTheInputIsAtTheEnd() throws Exception {
        if (refused(Operation.MSG_PEEK)) {
            return;
        }
        try (BothEnds ends = ends()) {
            BothEnds.write(ends.far(), "too late");
            awaitQueued(ends.near().queues(), 8);
            ends.near().channel().shutdownInput();

            assertEquals(-1, ends.near().queues().peek(ByteBuffer.allocate(10)));
            assertEquals(-1, ends.near().queues().discard(10));
        }
    }

    @Test
    void aResetThatPeekSeesTheReadSeesToo() throws Exception {
        if (refused(Operation.MSG_PEEK)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues queues = ends.near().queues();
            ends.far().setOption(StandardSocketOptions.SO_LINGER, 0).close();
            BothEnds.await("the reset", () -> fails(() -> queues.peek(ByteBuffer.allocate(1))));

            assertThrows(SocketException.class, () -> queues.discard(1));
            assertThrows(SocketException.class, () -> queues.peek(ByteBuffer.allocate(1)));

            var thrown =
                    assertThrows(IOException.class, () -> ends.near().channel().read(ByteBuffer.allocate(1)));
            Messages.assertMentions("reset", thrown);
        }
    }

    private static boolean fails(Executable work) throws Exception {
        try {
            work.execute();
            return false;
        } catch (SocketException e) {
            return true;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void onAVirtualThreadNothingWaits() throws Exception {
        if (refused(Operation.MSG_PEEK)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues queues = ends.near().queues();

            long nothing = Background.startVirtual(() -> queues.peek(ByteBuffer.allocate(1)) + queues.discard(1))
                    .result();

            assertEquals(0, nothing);
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterCloseItIsAClosedChannelException(Operation operation) throws IOException {
        BothEnds ends = ends();
        SocketQueues queues = ends.near().queues();
        ends.close();

        assertThrows(ClosedChannelException.class, work(queues, operation));
        assertThrows(ClosedChannelException.class, () -> ends.near().queues());
        assertThrows(ClosedChannelException.class, () -> sockets().queues(ends.far()));
    }

    @Test
    void aCloseMeanwhileIsAClosedChannelException() throws Exception {
        for (int i = 0; i < 20; i++) {
            BothEnds ends = ends();
            SocketQueues queues = ends.near().queues();
            Background<Boolean> looking = Background.run(() -> {
                while (queues.inQueue() == 0) {
                    Thread.onSpinWait();
                }
            });

            ends.close();

            assertInstanceOf(ClosedChannelException.class, looking.failure(Duration.ofSeconds(5)));
        }
    }

    @Test
    void aListenerHasNoQueues() throws IOException {
        try (ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(Addresses.fresh(), 0))) {
            SocketQueues queues = sockets().queues(listener);

            for (Operation operation : Operation.values()) {
                if (operation == Operation.SIOCATMARK
                        && queues.supports(operation).usable()) {
                    assertFalse(queues.atMark());
                } else if (queues.supports(operation).usable()) {
                    String name = operation.name().startsWith("SIOC") ? "EINVAL" : "ENOTCONN";
                    Messages.assertMentions(name, assertThrows(SocketException.class, work(queues, operation)));
                }
            }
        }
    }

    @Test
    void withoutAConnectionTheQueuesAreEmptyAndNothingCanBeReceived() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            SocketQueues queues = sockets().queues(channel);

            for (Operation operation : Operation.values()) {
                if (operation.name().contains("MSG")
                        && queues.supports(operation).usable()) {
                    assertThrows(NotYetConnectedException.class, work(queues, operation));
                }
            }
            assertEquals(0, queues.inQueue());
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() throws IOException {
        try (BothEnds ends = ends();
                DatagramChannel datagrams = DatagramChannel.open()) {
            SocketQueues queues = ends.near().queues();

            assertThrows(IllegalArgumentException.class, () -> sockets().queues(datagrams));
            if (queues.supports(Operation.MSG_PEEK).usable()) {
                assertThrows(
                        ReadOnlyBufferException.class,
                        () -> queues.peek(ByteBuffer.allocate(1).asReadOnlyBuffer()));
                assertThrows(IllegalArgumentException.class, () -> queues.discard(-1));
            }
        }
    }

    @Test
    void aFileIsSentWithoutCopyingBeforeAndAfterTheQueuesWereUsed(@TempDir Path folder) throws Exception {
        byte[] content = Payload.bytes(300_000, 7);
        Path file = Files.write(folder.resolve("file"), content);
        try (BothEnds ends = ends();
                FileChannel source = FileChannel.open(file)) {
            SocketQueues queues = ends.near().queues();
            SocketChannel channel = ends.near().channel();
            Background<Payload> received =
                    Background.start(() -> Payload.readAll(ends.far().socket().getInputStream()));

            transfer(source, 0, 100_000, channel);
            queues.inQueue();
            if (fastOpen()) {
                queues.peek(ByteBuffer.allocate(1));
                queues.outQueue();
            }
            transfer(source, 100_000, content.length, channel);
            channel.shutdownOutput();

            assertEquals(Payload.of(content), received.result());
        }
    }

    private static void transfer(FileChannel source, long from, long to, SocketChannel target) throws IOException {
        long position = from;
        while (position < to) {
            position += source.transferTo(position, to - position, target);
        }
    }
}

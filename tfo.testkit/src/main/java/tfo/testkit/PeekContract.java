package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.SocketQueues;
import tfo.api.socket.SocketQueues.Operation;
import tfo.testkit.peer.Payload;

/** Looking at what has come in, and dropping it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class PeekContract extends EndsContract {

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
}

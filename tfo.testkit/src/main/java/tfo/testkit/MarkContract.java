package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.SocketQueues;
import tfo.api.socket.SocketQueues.Operation;
import tfo.testkit.peer.Addresses;

/** The mark that an urgent byte leaves in the stream: no read crosses it, tcp(7). */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class MarkContract extends EndsContract {

    /** Waits until the mark and what is behind it are here. */
    private static void awaitMark(SocketQueues queues, int ahead) throws Exception {
        BothEnds.await("the mark", () -> queues.inQueue() == ahead && (ahead > 0 || queues.atMark()));
    }

    @Test
    void aReadNeverCrossesTheMark() throws Exception {
        if (refused(Operation.SIOCATMARK)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues queues = sockets().queues(ends.far());
            BothEnds.write(ends.near().channel(), "abc");
            ends.near().queues().sendUrgent((byte) '!');
            BothEnds.write(ends.near().channel(), "def");
            awaitBang(queues);
            awaitMark(queues, 3);
            ByteBuffer peeked = ByteBuffer.allocate(100);

            assertFalse(queues.atMark());
            assertEquals(3, queues.peek(peeked));
            assertEquals("abc", BothEnds.text(peeked));
            assertEquals("ab", BothEnds.read(ends.far(), 2));
            assertFalse(queues.atMark());
            assertEquals("c", BothEnds.read(ends.far(), 100));
            assertTrue(queues.atMark());
            assertEquals(0, queues.inQueue());
            BothEnds.await("what is behind the mark", () -> queues.peek(peeked.clear()) == 3);
            assertEquals("def", BothEnds.text(peeked));
            assertEquals("def", BothEnds.read(ends.far(), 100));
            assertFalse(queues.atMark());
        }
    }

    enum Reading {
        /** Into a buffer on the heap. */
        CHANNEL,
        /** Into a direct buffer, without a copy in between. */
        DIRECT,
        /** Into two buffers by one call. */
        SCATTER,
        /** By the stream of the channel's socket. */
        STREAM;

        /** What one read gives. */
        String from(SocketChannel channel) throws IOException {
            ByteBuffer buffer = this == DIRECT ? ByteBuffer.allocateDirect(100) : ByteBuffer.allocate(100);
            int read = switch (this) {
                case CHANNEL, DIRECT -> channel.read(buffer);
                case SCATTER -> (int) channel.read(new ByteBuffer[] {buffer.slice(0, 1), buffer.slice(1, 99)});
                case STREAM -> channel.socket().getInputStream().read(buffer.array());
            };
            return BothEnds.text(buffer.position(read));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noKindOfReadCrossesTheMark(Reading reading) throws Exception {
        if (refused(Operation.SIOCATMARK)) {
            return;
        }
        try (BothEnds ends = ends()) {
            sendAround(ends.near());

            assertEquals("abc", reading.from(ends.far()));
            assertEquals("def", reading.from(ends.far()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void inlineNoKindOfReadCrossesItEither(Reading reading) throws Exception {
        if (refused(Operation.SIOCATMARK)) {
            return;
        }
        try (BothEnds ends = ends()) {
            ends.far().socket().setOOBInline(true);
            sendAround(ends.near());

            assertEquals("abc", reading.from(ends.far()));
            assertEquals("!def", reading.from(ends.far()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSocketsReadDoesNotCrossItEither(boolean inline) throws Exception {
        if (refused(Operation.SIOCATMARK)) {
            return;
        }
        try (ServerSocket listener = new ServerSocket(0, 1, Addresses.fresh());
                FastOpenConnection near =
                        sockets().connect(ConnectRequest.to((InetSocketAddress) listener.getLocalSocketAddress()));
                Socket far = listener.accept()) {
            far.setOOBInline(inline);
            sendAround(near);
            byte[] read = new byte[100];

            assertEquals(3, far.getInputStream().read(read));
            assertEquals(inline ? 4 : 3, far.getInputStream().read(read));
            assertEquals(inline ? '!' : 'd', read[0]);
        }
    }

    /** Sends three bytes, an urgent one, and three more, and waits until all of them are there. */
    private static void sendAround(FastOpenConnection near) throws Exception {
        BothEnds.write(near.channel(), "abc");
        assertTrue(near.queues().sendUrgent((byte) '!'));
        BothEnds.write(near.channel(), "def");
        BothEnds.await("they are acknowledged", () -> near.queues().outQueue() == 0);
    }

    @Test
    void discardEndsAtTheMark() throws Exception {
        if (refused(Operation.SIOCATMARK)) {
            return;
        }
        try (BothEnds ends = ends()) {
            SocketQueues queues = sockets().queues(ends.far());
            BothEnds.write(ends.near().channel(), "abc");
            ends.near().queues().sendUrgent((byte) '!');
            BothEnds.write(ends.near().channel(), "def");
            awaitBang(queues);

            assertEquals(3, queues.discard(100));
            assertTrue(queues.atMark());
            BothEnds.await("what is behind the mark", () -> queues.discard(2) == 2);
            assertEquals("f", BothEnds.read(ends.far(), 100));
        }
    }

    @Test
    void inlineTheReadAtTheMarkGivesIt() throws Exception {
        if (refused(Operation.SIOCATMARK)) {
            return;
        }
        try (BothEnds ends = ends()) {
            ends.far().socket().setOOBInline(true);
            SocketQueues queues = sockets().queues(ends.far());
            BothEnds.write(ends.near().channel(), "abc");
            ends.near().queues().sendUrgent((byte) '!');
            BothEnds.write(ends.near().channel(), "def");
            BothEnds.await("all of it", () -> queues.inQueue() == 7);

            assertEquals(OptionalInt.empty(), queues.receiveUrgent());
            assertEquals("abc", BothEnds.read(ends.far(), 100));
            assertTrue(queues.atMark());
            assertEquals("!def", BothEnds.read(ends.far(), 100));
            assertFalse(queues.atMark());
        }
    }
}

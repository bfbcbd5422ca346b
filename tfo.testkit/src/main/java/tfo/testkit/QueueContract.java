package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.SocketQueues;
import tfo.api.socket.SocketQueues.Operation;
import tfo.api.tcp.TcpState;
import tfo.lab.Fault;
import tfo.lab.NetworkLab;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.Payload;

/** What waits to be read and to be sent: counting it, what a provider says it can do, and when there is nothing to count. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class QueueContract extends EndsContract {
    // What the JDK can do by itself.
    static final Set<Operation> PORTABLE = EnumSet.of(Operation.SIOCINQ, Operation.SEND_MSG_OOB);

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
        try (NetworkLab lab = NetworkLab.open(Duration.ofMillis(2));
                BothEnds ends = BothEnds.of(sockets(), lab.server(), lab.peer())) {
            SocketQueues queues = ends.near().queues();
            assertEquals(
                    TcpState.ESTABLISHED, ends.near().tcpInfo().orElseThrow().state());

            lab.inflict(Fault.blackhole());
            BothEnds.write(ends.near().channel(), Payload.bytes(100, 4));

            assertEquals(100, queues.outQueue(), "not acknowledged");
            assertEquals(0, queues.unsent(), "sent at once");
            lab.heal();
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
            assertNotEquals(0, near.unsent());
            // A probe of the window may be under way meanwhile.
            BothEnds.await("what was sent is acknowledged", () -> near.unsent() == near.outQueue());
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

    @ParameterizedTest
    @EnumSource
    void aCloseMeanwhileIsAClosedChannelException(Operation operation) throws Exception {
        if (!fastOpen() && !PORTABLE.contains(operation)) {
            return;
        }
        // As often as it takes for the close to come between any two steps of a call.
        for (int i = 0; i < 40; i++) {
            try (BothEnds ends = ends()) {
                CountDownLatch begun = new CountDownLatch(1);
                Executable work = work(ends.near().queues(), operation);
                Background<Boolean> working = Background.run(() -> {
                    while (true) {
                        work.execute();
                        begun.countDown();
                    }
                });
                begun.await();

                ends.near().close();

                assertInstanceOf(ClosedChannelException.class, working.failure(Duration.ofSeconds(15)));
            }
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
}

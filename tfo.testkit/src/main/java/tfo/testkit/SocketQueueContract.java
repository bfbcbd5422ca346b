package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.SocketQueues;
import tfo.api.socket.SocketQueues.Operation;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpState;
import tfo.lab.NetworkLab;
import tfo.testkit.peer.EchoPeer;

/** The queues of the factory's sockets: the same as those of a channel, and no SYN leaves for them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SocketQueueContract extends ProviderContract {

    /**
     * A connection of the factory's.
     *
     * @param far what the JDK's own listener accepted
     */
    private record Ends(Socket near, SocketChannel far) implements Closeable {
        @Override
        public void close() throws IOException {
            try (near) {
                far.close();
            }
        }
    }

    private Ends ends() throws IOException {
        InetAddress address = address(Contact.FIRST);
        return ends(address, address);
    }

    private Ends ends(InetAddress server, InetAddress remote) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(server, 0))) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            Socket near = sockets().socketFactory().createSocket(remote, port);
            return new Ends(near, listener.accept());
        }
    }

    private SocketQueues queues(Ends ends) throws IOException {
        return sockets().queues(ends.near());
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeDoneWithASocketIsToldBeforehand(Operation operation) throws IOException {
        try (Ends ends = ends()) {
            SocketQueues queues = queues(ends);

            boolean usable = queues.supports(operation).usable();

            assertEquals(fastOpen() || QueueContract.PORTABLE.contains(operation), usable);
            if (usable) {
                assertDoesNotThrow(EndsContract.work(queues, operation));
            } else {
                Messages.assertMentions(
                        operation.name(),
                        assertThrows(UnsupportedOperationException.class, EndsContract.work(queues, operation)));
            }
        }
    }

    @Test
    void theInQueueOfASocketIsWhatCameAndWasNotRead() throws Exception {
        try (Ends ends = ends()) {
            SocketQueues queues = queues(ends);
            assertEquals(0, queues.inQueue());

            BothEnds.write(ends.far(), "hello, world");
            EndsContract.awaitQueued(queues, 12);

            assertEquals("hello", read(ends.near(), 5));
            assertEquals(7, queues.inQueue());
        }
    }

    private static String read(Socket socket, int most) throws IOException {
        return new String(socket.getInputStream().readNBytes(most), StandardCharsets.US_ASCII);
    }

    @Test
    void theOutQueueOfASocketIsWhatThePeerHasNotAcknowledged() throws Exception {
        if (!fastOpen()) {
            return;
        }
        try (NetworkLab lab = NetworkLab.open(Duration.ofMillis(200));
                Ends ends = ends(lab.server(), lab.peer())) {
            SocketQueues queues = queues(ends);

            ends.near().getOutputStream().write(new byte[100]);
            int out = queues.outQueue();

            assertEquals(100, out, "not acknowledged within the round trip");
            BothEnds.await("they are acknowledged", () -> queues.outQueue() == 0);
            assertEquals(0, queues.unsent());
        }
    }

    @Test
    void aSocketsBytesCanBeSeenAndDroppedBeforeTheyAreRead() throws Exception {
        if (!fastOpen()) {
            return;
        }
        try (Ends ends = ends()) {
            SocketQueues queues = queues(ends);
            assertEquals(0, queues.peek(ByteBuffer.allocate(8)));
            BothEnds.write(ends.far(), "hello, world");
            EndsContract.awaitQueued(queues, 12);
            ByteBuffer peeked = ByteBuffer.allocate(5);

            assertEquals(5, queues.peek(peeked));
            assertEquals(7, queues.discard(7));

            assertEquals("hello", BothEnds.text(peeked));
            assertEquals("world", read(ends.near(), 5));
            ends.far().shutdownOutput();
            BothEnds.await("the end", () -> queues.discard(1) == -1);
            assertEquals(-1, ends.near().getInputStream().read());
        }
    }

    @Test
    void aSocketSendsAnUrgentByteAndReceivesOne() throws Exception {
        try (Ends ends = ends()) {
            ends.far().socket().setOOBInline(true);
            assertTrue(queues(ends).sendUrgent((byte) '!'));
            assertEquals("!", BothEnds.read(ends.far(), 1));

            ends.far().socket().sendUrgentData('!');

            if (fastOpen()) {
                EndsContract.awaitBang(queues(ends));
            }
            BothEnds.write(ends.far(), "?");
            assertEquals('?', ends.near().getInputStream().read(), "the urgent byte is not part of the stream");
        }
    }

    @Test
    void noSynLeavesForAQueue() throws Exception {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Socket socket = sockets().socketFactory().createSocket()) {
            socket.connect(peer.address());
            SocketQueues queues = sockets().queues(socket);

            assertEquals(0, queues.inQueue());
            if (fastOpen()) {
                assertEquals(0, queues.outQueue() + queues.unsent());
                assertEquals(0, queues.peek(ByteBuffer.allocate(1)) + queues.discard(1));
                assertTrue(queues.receiveUrgent().isEmpty());
                assertThrows(NotYetConnectedException.class, () -> queues.sendUrgent((byte) 1));
                assertEquals(TcpState.SYN_SENT, state(socket));
            }
            socket.getOutputStream().write('!');

            assertEquals('!', socket.getInputStream().read());
            assertEquals(fastOpen(), sockets().report(socket).acknowledged());
            assertTrue(queues.sendUrgent((byte) 1), "the same queues, once the connection stands");
        }
    }

    private TcpState state(Socket socket) throws IOException {
        return sockets().tcpInfo(socket).map(TcpInfo::state).orElseThrow();
    }

    @Test
    void aSocketThatIsNotConnectedHasEmptyQueues() throws IOException {
        try (Socket socket = sockets().socketFactory().createSocket()) {
            SocketQueues queues = sockets().queues(socket);

            assertEquals(0, queues.inQueue());
            assertThrows(NotYetConnectedException.class, () -> queues.sendUrgent((byte) 1));
            if (fastOpen()) {
                assertEquals(0, queues.outQueue());
                assertThrows(NotYetConnectedException.class, () -> queues.peek(ByteBuffer.allocate(1)));
                assertThrows(NotYetConnectedException.class, () -> queues.discard(1));
                assertThrows(NotYetConnectedException.class, queues::receiveUrgent);
            }
        }
    }

    @Test
    void whoHasShutASocketsOutputSendsNothingUrgent() throws IOException {
        try (Ends ends = ends()) {
            ends.near().shutdownOutput();

            assertThrows(ClosedChannelException.class, () -> queues(ends).sendUrgent((byte) 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterCloseASocketsQueuesSaySo(Operation operation) throws IOException {
        Ends ends = ends();
        SocketQueues queues = queues(ends);
        ends.close();
        Socket neverUsed = sockets().socketFactory().createSocket();
        neverUsed.close();

        assertThrows(ClosedChannelException.class, EndsContract.work(queues, operation));
        assertThrows(ClosedChannelException.class, () -> queues(ends));
        assertThrows(ClosedChannelException.class, () -> sockets().queues(neverUsed));
    }

    @ParameterizedTest
    @EnumSource
    void aSocketThatIsClosedMeanwhileSaysSo(Operation operation) throws Exception {
        if (!fastOpen() && !QueueContract.PORTABLE.contains(operation)) {
            return;
        }
        // As often as it takes for the close to come between any two steps of a call.
        for (int i = 0; i < 40; i++) {
            try (Ends ends = ends()) {
                CountDownLatch begun = new CountDownLatch(1);
                Executable work = EndsContract.work(queues(ends), operation);
                Background<Boolean> working = Background.run(() -> {
                    while (true) {
                        work.execute();
                        begun.countDown();
                    }
                });
                assertTrue(begun.await(20, TimeUnit.SECONDS));

                ends.near().close();

                assertInstanceOf(ClosedChannelException.class, working.failure(Duration.ofSeconds(5)));
            }
        }
    }

    @Test
    void theQueuesOfAChannelsSocketAreTheChannels() throws Exception {
        try (Ends ends = ends()) {
            SocketQueues queues = sockets().queues(ends.far().socket());

            ends.near().getOutputStream().write(new byte[3]);

            EndsContract.awaitQueued(queues, 3);
        }
    }

    @Test
    void aSocketOfAnotherMakerIsRefused() throws IOException {
        try (Ends ends = ends();
                Socket plain = new Socket();
                Socket tls = ((SSLSocketFactory) SSLSocketFactory.getDefault())
                        .createSocket(ends.near(), "localhost", 443, false)) {
            assertThrows(IllegalArgumentException.class, () -> sockets().queues(plain));
            assertThrows(IllegalArgumentException.class, () -> sockets().queues(tls));
        }
    }
}

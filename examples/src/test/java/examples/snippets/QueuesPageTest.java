package examples.snippets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.SocketQueues;

/** What docs/man/queues.md shows, with clients that take their time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueuesPageTest {
    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final FastOpenSockets sockets = FastOpenSockets.best();
    private ServerSocketChannel listener;
    private FastOpenConnection client;
    private SocketChannel accepted;

    @BeforeEach
    void connect() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = sockets.connect(ConnectRequest.to((InetSocketAddress) listener.getLocalAddress()));
        accepted = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        accepted.close();
        client.close();
        listener.close();
    }

    @Test
    void aClientThatWritesLaterIsKnownByItsFirstByte() throws Exception {
        assertTrue(speaksTlsWhenItWrites(22));
        assertEquals(22, accepted.socket().getInputStream().read(), "nothing was taken");
        assertFalse(speaksTlsWhenItWrites('G'));
    }

    /** Writes once somebody has looked too early, or waits, or is slow: whatever it is, what is written counts. */
    private boolean speaksTlsWhenItWrites(int first) throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        SocketQueues queues = watched((method, real) -> {
            Object result = real.call();
            if (method.equals("peek")) {
                looked.countDown();
            }
            return result;
        });
        FutureTask<Boolean> answer = new FutureTask<>(() -> QueuesPage.speaksTls(queues, accepted, AMPLE));
        new Thread(answer).start();
        boolean early = looked.await(200, TimeUnit.MILLISECONDS);
        client.channel().write(ByteBuffer.wrap(new byte[] {(byte) first}));
        boolean tls = answer.get(AMPLE.toSeconds(), TimeUnit.SECONDS);
        assertFalse(early, "before there was anything to see");
        return tls;
    }

    @Test
    void aClientThatIsGoneOrSilentIsNotTakenForOneOfText() throws IOException {
        SocketQueues queues = sockets.queues(accepted);
        Duration little = Duration.ofMillis(20);

        Exception silent = assertThrows(IOException.class, () -> QueuesPage.speaksTls(queues, accepted, little));
        client.close();
        Exception gone = assertThrows(IOException.class, () -> QueuesPage.speaksTls(queues, accepted, AMPLE));

        assertEquals("the client says nothing", silent.getMessage());
        assertEquals("the client is gone", gone.getMessage());
    }

    @Test
    void whatHasLeftAndWhatHasArrivedIsCounted() throws IOException {
        client.channel().write(ByteBuffer.allocate(3));
        readFully(3);
        while (client.queues().outQueue() > 0) {
            Thread.onSpinWait();
        }

        assertArrayEquals(new long[] {3, 3}, QueuesPage.progress(client, 3));
    }

    @Test
    void anInterruptSkipsWhatWasSentAheadOfItAlsoWhatComesLater() throws IOException {
        AtomicInteger discards = new AtomicInteger();
        // As if the urgent byte had overtaken the rest: at first there is nothing to drop.
        SocketQueues queues = watched((method, real) ->
                method.equals("discard") && discards.getAndIncrement() == 0 ? Long.valueOf(0) : real.call());
        client.channel().write(ByteBuffer.allocate(5));
        assertTrue(client.queues().sendUrgent((byte) 0xFF));
        client.channel().write(ByteBuffer.wrap(new byte[] {7}));

        accepted.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            accepted.register(selector, SelectionKey.OP_READ);
            OptionalInt urgent = OptionalInt.empty();
            while (urgent.isEmpty()) {
                urgent = QueuesPage.interrupted(queues, selector);
            }
            assertEquals(255, urgent.getAsInt());
        }

        assertTrue(sockets.queues(accepted).atMark());
        accepted.configureBlocking(true);
        assertEquals(7, readFully(1).get(0), "what was sent behind it");
    }

    private ByteBuffer readFully(int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            assertTrue(accepted.read(buffer) >= 0, "the stream ended");
        }
        return buffer.flip();
    }

    /** The queues of the accepted channel, between whose callers and which somebody stands. */
    private SocketQueues watched(Watcher watcher) throws IOException {
        SocketQueues real = sockets.queues(accepted);
        return (SocketQueues) Proxy.newProxyInstance(
                QueuesPageTest.class.getClassLoader(),
                new Class<?>[] {SocketQueues.class},
                (proxy, method, arguments) -> watcher.call(method.getName(), () -> {
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() instanceof Exception cause ? cause : e;
                    }
                }));
    }

    private interface Watcher {
        Object call(String method, Callable<Object> real) throws Exception;
    }
}

package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.SystemCalls;

@Timeout(60)
class ReadinessTest {
    private final SystemCalls calls = new SystemCalls(new JnaLibc());
    private final Readiness readiness = new Readiness(calls);

    private ServerSocketChannel listener;
    private SocketChannel channel;
    private int number;

    @BeforeEach
    void open() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        channel = SocketChannel.open();
        channel.connect(listener.getLocalAddress());
        number = new Descriptors(calls).find(channel, Descriptors.NO_HINT);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        listener.close();
    }

    @Test
    void aWritableDescriptorWakesItsWaiter() {
        for (int i = 0; i < 100; i++) {
            try (Readiness.Waiter waiter = readiness.watch(number)) {
                assertTrue(waiter.await(Deadline.NONE));
            }
        }
    }

    @Test
    void aDeadlineEndsTheWaitAndNotBefore() throws IOException {
        fill();
        long start = System.nanoTime();

        try (Readiness.Waiter waiter = readiness.watch(number)) {
            assertFalse(waiter.await(Deadline.after(Duration.ofMillis(60))));
        }

        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        // That it ends at all is what counts: without the deadline it would not.
        assertTrue(millis >= 60, millis + " ms");
    }

    @Test
    void anInterruptEndsTheWaitAndStays() throws IOException {
        fill();
        Thread.currentThread().interrupt();

        try (Readiness.Waiter waiter = readiness.watch(number)) {
            assertFalse(waiter.await(Deadline.NONE));
        }

        assertTrue(Thread.interrupted());
    }

    @Test
    void withoutADescriptorForEpollTheWaitGoesOnAllTheSame() throws IOException {
        Readiness poor = new Readiness(new SystemCalls(new DelegatingLibc(new JnaLibc()) {
            @Override
            public int epoll_create1(int flags) {
                return Errno.EMFILE.result();
            }
        }));
        fill();

        try (Readiness.Waiter waiter = poor.watch(number)) {
            assertTrue(waiter.await(Deadline.NONE));
        }
    }

    @Test
    void theThreadEndsWhenNobodyWaitsAndStartsAgain() throws InterruptedException {
        aWritableDescriptorWakesItsWaiter();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("tfo.linux readiness")) {
                thread.join(20_000);
                assertFalse(thread.isAlive());
            }
        }

        aWritableDescriptorWakesItsWaiter();
    }

    @Test
    void anEventIsLaidOutAsTheMachineWantsIt() {
        ByteBuffer memory = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
        Readiness.EpollEvent packed = new Readiness.EpollEvent(12, 4);

        packed.write(memory, 4, 77);

        assertEquals(4, memory.getInt(0));
        assertEquals(77, memory.getLong(4));
        assertEquals(77, packed.data(memory, 0));
    }

    // Nobody reads, so that in the end it is not writable.
    private void fill() throws IOException {
        channel.configureBlocking(false);
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        int empty = 0;
        while (empty < 3) {
            empty = channel.write(bytes.clear()) == 0 ? empty + 1 : 0;
        }
    }
}

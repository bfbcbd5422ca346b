package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.SocketQueues;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.Libc;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.QueueCalls;
import tfo.linux.kernel.SystemCalls;

/** What the kernel answers in the cases that the queues do not tell apart. */
@Timeout(60)
class QueueCallsTest {
    private static final int SMALL = 4096;

    private final QueueCalls calls = new QueueCalls(new SystemCalls(new JnaLibc()));

    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    private FastOpenConnection connect(Libc libc) throws IOException {
        LinuxPlatform platform = new LinuxPlatform(libc, new PathMemory(InstantSource.system(), Duration.ofMinutes(1)));
        return platform.connect(ConnectRequest.to((InetSocketAddress) listener.getLocalAddress())
                .option(StandardSocketOptions.SO_RCVBUF, SMALL));
    }

    @Test
    void anUrgentByteThatIsAnnouncedAndNotHereYetIsEagain() throws IOException {
        try (FastOpenConnection near = connect(new JnaLibc());
                SocketChannel far = listener.accept()) {
            int descriptor = near.descriptor().orElseThrow();
            assertEquals(Errno.EINVAL.result(), calls.receiveUrgent(descriptor), "none");

            long written = fill(far);
            far.socket().sendUrgentData('!');
            // The probes of the closed window carry the urgent pointer.
            await(descriptor, Errno.EAGAIN::is);

            assertEquals(OptionalInt.empty(), near.queues().receiveUrgent());
            assertTrue(!near.queues().atMark());
            assertEquals(written, readToTheMark(near, written));
            await(descriptor, urgent -> urgent == '!');
            assertEquals(Errno.EINVAL.result(), calls.receiveUrgent(descriptor), "taken");
        }
    }

    /** Writes until some of it is not sent, for the window is closed; how many bytes. */
    private long fill(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SocketQueues queues = new LinuxPlatform(
                        new JnaLibc(), new PathMemory(InstantSource.system(), Duration.ofMinutes(1)))
                .queues(channel);
        long written = 0;
        while (queues.unsent() < 2 * SMALL) {
            written += channel.write(ByteBuffer.allocate(SMALL));
        }
        return written;
    }

    private void await(int descriptor, IntPredicate answer) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!answer.test(calls.receiveUrgent(descriptor))) {
            assertTrue(System.nanoTime() < end, "the urgent pointer did not come within 20 s");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static long readToTheMark(FastOpenConnection near, long most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(SMALL);
        long read = 0;
        while (read < most) {
            read += near.channel().read(buffer.clear());
        }
        return read;
    }

    @Test
    void aListenersQueuesAreEinvalAndItStandsAtNoMark() throws IOException {
        int descriptor = new Descriptors(new SystemCalls(new JnaLibc())).find(listener, Descriptors.NO_HINT);

        assertEquals(Errno.EINVAL.result(), calls.ask(descriptor, Linux.SIOCINQ));
        assertEquals(Errno.EINVAL.result(), calls.ask(descriptor, Linux.SIOCOUTQ));
        assertEquals(Errno.EINVAL.result(), calls.ask(descriptor, Linux.SIOCOUTQNSD));
        assertEquals(0, calls.ask(descriptor, Linux.SIOCATMARK));
    }

    @Test
    void whoLooksAtMuchAgainAndAgainTakesTheSameMemory() throws IOException {
        AtomicInteger taken = new AtomicInteger();
        QueueCalls counted = new QueueCalls(new SystemCalls(new DelegatingLibc(new JnaLibc()) {
            @Override
            public long address(ByteBuffer direct) {
                taken.incrementAndGet();
                return super.address(direct);
            }
        }));
        try (SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                SocketChannel far = listener.accept()) {
            far.write(ByteBuffer.allocate(100_000));
            int descriptor = new Descriptors(new SystemCalls(new JnaLibc())).find(near, Descriptors.NO_HINT);
            ByteBuffer buffer = ByteBuffer.allocate(100_000);
            for (int i = 0; i < 20_000 && counted.peek(descriptor, buffer.clear()) < 100_000; i++) {
                LockSupport.parkNanos(1_000_000);
            }
            int first = taken.get();

            for (int i = 0; i < 200; i++) {
                assertEquals(100_000, counted.peek(descriptor, buffer.clear()));
            }

            // The collector may have come in between.
            assertTrue(taken.get() - first < 20, () -> taken.get() - first + " more");
        }
    }

    @Test
    void aSignalDuringTheLookIsNotSeen() throws IOException {
        Libc interrupted = new DelegatingLibc(new JnaLibc()) {
            private int signals;

            @Override
            public int poll(long descriptors, long count, int timeout) {
                return signals++ % 3 < 2 ? Errno.EINTR.result() : super.poll(descriptors, count, timeout);
            }
        };
        try (FastOpenConnection near = connect(interrupted);
                SocketChannel far = listener.accept()) {
            assertEquals(0, near.queues().peek(ByteBuffer.allocate(1)));
            assertEquals(0, near.queues().discard(1));
            assertTrue(far.isConnected());
        }
    }

    @Test
    void anotherErrorOfTheLookIsAnException() throws IOException {
        Libc failing = new DelegatingLibc(new JnaLibc()) {
            @Override
            public int poll(long descriptors, long count, int timeout) {
                return Errno.ENOMEM.result();
            }
        };
        try (FastOpenConnection near = connect(failing)) {
            var thrown = assertThrows(IOException.class, () -> near.queues().peek(ByteBuffer.allocate(1)));

            assertTrue(thrown.getMessage().endsWith("(ENOMEM)"), thrown::toString);
        }
    }
}

package tfo.tls.gnutls.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is guarded while nobody gets on. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchdogTest {
    /** What was done, in order. */
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    private static Deadline inSteps(int steps) {
        return Deadline.in(Duration.ofMillis((long) steps * Watchdog.STEP_MILLIS));
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private String next() throws IOException {
        try {
            return String.valueOf(done.poll(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Test
    void aStandstillTakesOneStepOnly() throws Exception {
        Deadline deadline = inSteps(12);
        try (Standstill standstill = new Standstill();
                Watchdog.Guard guard = Watchdog.closingInSteps(() -> done.add("guarded"), 4);
                Watchdog.Guard marker = Watchdog.closing(() -> done.add("overdue"), deadline)) {
            standstill.lastUntil(deadline);

            assertEquals("overdue", next());
            assertEquals("guarded", next());
            assertTrue(guard.hasBitten() && marker.hasBitten());
        }
    }

    @Test
    void whatIsDoneInTimeIsLeftAlone() throws Exception {
        Watchdog.Guard guard;
        // However long it takes: no step is taken meanwhile.
        try (Standstill standstill = new Standstill()) {
            guard = Watchdog.closingInSteps(() -> done.add("guarded"), 2);
            guard.close();
            standstill.lastUntil(inSteps(1));
        }

        try (Watchdog.Guard marker = Watchdog.closing(() -> done.add("later"), inSteps(4))) {
            assertEquals("later", next());
            assertTrue(marker.hasBitten());
            assertFalse(guard.hasBitten());
        }
    }

    @Test
    void whatIsSaidLastSurvivesAStandstill() throws Exception {
        Deadline longer = inSteps(2 * ChannelTransport.LAST_STEPS);
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(loopback());
                SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                SocketChannel far = listener.accept();
                Standstill standstill = new Standstill();
                Watchdog.Guard marker = Watchdog.closing(() -> done.add("overdue"), longer)) {
            // After the moment from which it is guarded, and before it writes.
            LastRecord last = new LastRecord(() -> {
                standstill.lastUntil(longer);
                assertEquals("overdue", next());
                assertTrue(marker.hasBitten());
            });

            new ChannelTransport(last, near, near).flushLast();

            assertEquals(1, far.read(ByteBuffer.allocate(9)));
        }
    }

    /** Has one last record to be sent, before which something happens. */
    private static final class LastRecord implements Conduit {
        private final Event before;
        private int left = 1;

        LastRecord(Event before) {
            this.before = before;
        }

        @Override
        public int take(ByteBuffer direct) throws IOException {
            if (left == 0) {
                return 0;
            }
            before.happen();
            direct.put((byte) left);
            return left--;
        }

        @Override
        public void attach(long session) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int put(ByteBuffer direct) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void end() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int waiting() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isDrained() {
            return left == 0;
        }

        @Override
        public void close() {}
    }

    /** Something that takes time. */
    private interface Event {
        void happen() throws IOException;
    }
}

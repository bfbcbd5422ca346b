package tfo.tls.gnutls.transport;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Keeps the one thread of the watchdog from doing anything, as a machine does on which nobody gets on. */
final class Standstill implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);
    private final Watchdog.Guard guard;

    Standstill() throws InterruptedException, BrokenBarrierException, TimeoutException {
        CyclicBarrier begin = new CyclicBarrier(2);
        guard = Watchdog.closing(() -> stand(begin), Deadline.in(Duration.ofNanos(1)));
        begin.await(30, TimeUnit.SECONDS);
    }

    private void stand(CyclicBarrier begin) {
        try {
            begin.await(30, TimeUnit.SECONDS);
            end.await();
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends it then. */
    void lastUntil(Deadline deadline) {
        while (!deadline.over()) {
            LockSupport.parkNanos(deadline.nanos());
        }
        end.countDown();
    }

    @Override
    public void close() {
        end.countDown();
        guard.close();
    }
}

package tfo.fallback.tls;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads, virtual ones too, wait for channels in non-blocking mode: one daemon thread selects and unparks. It starts with the
 * first channel and ends a while after the last one was closed.
 */
final class Readiness {
    private static final long ROUND_MILLIS = 1000;
    private static final ReentrantLock LOCK = new ReentrantLock();

    /** The one that has a thread. Guarded by {@link #LOCK}. */
    private static @Nullable Readiness running;

    private final Selector selector;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    private Readiness(Selector selector) {
        this.selector = selector;
    }

    /** Begins to watch a channel that is in non-blocking mode. */
    static Watch watch(SocketChannel channel) throws IOException {
        LOCK.lock();
        try {
            Readiness readiness = running == null ? start() : running;
            SelectionKey key = channel.register(readiness.selector, 0);
            Watch watch = readiness.new Watch(key);
            key.attach(watch);
            readiness.watches.add(watch);
            return watch;
        } finally {
            LOCK.unlock();
        }
    }

    private static Readiness start() throws IOException {
        Readiness readiness = new Readiness(Selector.open());
        // Nothing of the starter's, whose class loader may be unloaded before this thread ends.
        Thread thread = new Thread(null, readiness::run, "tfo.fallback readiness", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
        running = readiness;
        return readiness;
    }

    private void run() {
        long begin = System.nanoTime();
        try {
            while (true) {
                selector.select(Readiness::wake, ROUND_MILLIS);
                if (System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS)) {
                    watches.removeIf(Watch::wakeIfClosed);
                    if (ended()) {
                        return;
                    }
                    begin = System.nanoTime();
                }
            }
        } catch (IOException | RuntimeException e) {
            abandon();
            throw new IllegalStateException("select", e);
        }
    }

    private static void wake(SelectionKey key) {
        if (key.attachment() instanceof Watch watch) {
            watch.wake(key.readyOps());
        }
    }

    private boolean ended() throws IOException {
        LOCK.lock();
        try {
            if (!selector.keys().isEmpty()) {
                return false;
            }
            running = null;
            selector.close();
            return true;
        } finally {
            LOCK.unlock();
        }
    }

    // The key of a closed selector is cancelled, and who waits for it is told so.
    private void abandon() {
        LOCK.lock();
        try {
            running = null;
            selector.close();
        } catch (IOException e) {
            // It is the selector's failure that is reported.
        } finally {
            LOCK.unlock();
        }
        watches.forEach(Watch::wakeBoth);
    }

    /** One channel, and who waits for it. */
    final class Watch {
        private final SelectionKey key;
        private final AtomicInteger ready = new AtomicInteger();
        private final AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
        private final AtomicReference<@Nullable Thread> writer = new AtomicReference<>();

        private Watch(SelectionKey key) {
            this.key = key;
        }

        /**
         * Waits until the channel is ready for one of OP_READ and OP_WRITE. An interrupt does not end it; the status stays set.
         *
         * @return false if the time is over
         * @throws AsynchronousCloseException if the channel is closed
         */
        boolean await(int operation, TimeLimit limit) throws IOException {
            AtomicReference<@Nullable Thread> place = operation == SelectionKey.OP_READ ? reader : writer;
            place.set(Thread.currentThread());
            boolean interrupted = false;
            try {
                ask(operation);
                while (!taken(operation)) {
                    if (!key.isValid()) {
                        throw new AsynchronousCloseException();
                    }
                    if (limit.over()) {
                        return false;
                    }
                    LockSupport.parkNanos(this, limit.remaining());
                    interrupted |= Thread.interrupted();
                }
                return true;
            } finally {
                place.set(null);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void ask(int operation) throws AsynchronousCloseException {
            try {
                taken(operation);
                key.interestOpsOr(operation);
                selector.wakeup();
            } catch (CancelledKeyException e) {
                throw new AsynchronousCloseException();
            }
        }

        private boolean taken(int operation) {
            return (ready.getAndUpdate(all -> all & ~operation) & operation) != 0;
        }

        private void wake(int operations) {
            try {
                key.interestOpsAnd(~operations);
            } catch (CancelledKeyException e) {
                // Closed meanwhile: those who wait see for themselves.
            }
            ready.getAndUpdate(all -> all | operations);
            if ((operations & SelectionKey.OP_READ) != 0) {
                LockSupport.unpark(reader.get());
            }
            if ((operations & SelectionKey.OP_WRITE) != 0) {
                LockSupport.unpark(writer.get());
            }
        }

        private boolean wakeIfClosed() {
            if (key.isValid()) {
                return false;
            }
            wakeBoth();
            return true;
        }

        private void wakeBoth() {
            LockSupport.unpark(reader.get());
            LockSupport.unpark(writer.get());
        }

        /** Ends the waits; the channel is closed by now. Only the selecting thread can give its descriptor back. */
        void close() {
            key.cancel();
            watches.remove(this);
            wakeBoth();
            selector.wakeup();
        }
    }
}

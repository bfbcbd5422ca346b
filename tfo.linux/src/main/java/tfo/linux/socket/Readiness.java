package tfo.linux.socket;

import static tfo.linux.kernel.Linux.EPOLLONESHOT;
import static tfo.linux.kernel.Linux.EPOLLOUT;
import static tfo.linux.kernel.Linux.EPOLL_CLOEXEC;
import static tfo.linux.kernel.Linux.EPOLL_CTL_ADD;
import static tfo.linux.kernel.Linux.EPOLL_CTL_DEL;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Scratch;
import tfo.linux.kernel.SystemCalls;

/**
 * Lets threads wait for a handshake to end, which the JDK cannot do for a socket it holds to be connected: one daemon thread in
 * epoll_wait(2) unparks those whose descriptor became writable or failed. It serves connects only, never reads and writes of an open
 * connection; it starts when somebody waits and ends when nobody has for a while.
 */
final class Readiness {
    private static final int EVENTS = 64;
    private static final int IDLE_MILLIS = 2000;
    private static final long UNWATCHED_NANOS = 1_000_000;
    private static final int UNKNOWN = -1;

    private final SystemCalls calls;
    private final EpollEvent layout = EpollEvent.ofThisMachine();
    private final ReentrantLock lock = new ReentrantLock();

    /** Those who wait, by a number that is never used twice, as a descriptor's is. Written under {@link #lock}. */
    private final Map<Long, Waiter> waiters = new ConcurrentHashMap<>();

    /** The number of the newest waiter. Guarded by {@link #lock}. */
    private long newest;

    /** The epoll descriptor while the thread runs, else -1. Guarded by {@link #lock}. */
    private int epoll = -1;

    Readiness(SystemCalls calls) {
        this.calls = calls;
    }

    /**
     * Begins to watch a descriptor for having become writable or failed. The caller keeps it open until the waiter is closed. Where
     * the kernel has no descriptor or memory left for that, the waiter wakes every millisecond instead.
     */
    Waiter watch(int descriptor) {
        lock.lock();
        try {
            int result = epoll >= 0 ? 0 : start();
            Waiter waiter = new Waiter(++newest, descriptor);
            waiters.put(waiter.id, waiter);
            waiter.watched = result >= 0 && control(EPOLL_CTL_ADD, waiter) >= 0;
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    /** For a descriptor that is not known: the waiter wakes every millisecond. */
    Waiter unwatched() {
        return new Waiter(0, UNKNOWN);
    }

    /** Waits until one of both, which are this thread's, is woken, the deadline is over, or the thread is interrupted. */
    static void awaitEither(Waiter one, Waiter other, Deadline deadline) {
        while (!one.woken
                && !other.woken
                && !deadline.over()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(one, Math.min(one.patience(deadline), other.patience(deadline)));
            one.woken |= !one.watched;
            other.woken |= !other.watched;
        }
    }

    private int start() {
        int created = calls.libc().epoll_create1(EPOLL_CLOEXEC);
        if (created < 0) {
            return created;
        }
        try {
            ByteBuffer events =
                    ByteBuffer.allocateDirect(EVENTS * layout.size()).order(ByteOrder.nativeOrder());
            // Nothing of the starter's, whose class loader may be unloaded before this thread ends.
            Thread thread = new Thread(null, () -> run(created, events), "tfo.linux readiness", 0, false);
            thread.setContextClassLoader(null);
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError e) {
            calls.close(created);
            return Errno.EAGAIN.result();
        }
        epoll = created;
        return created;
    }

    private int control(int operation, Waiter waiter) {
        try (Scratch scratch = calls.scratch()) {
            layout.write(scratch.memory(), EPOLLOUT | EPOLLONESHOT, waiter.id);
            return calls.libc().epoll_ctl(epoll, operation, waiter.descriptor, scratch.address());
        }
    }

    private void run(int created, ByteBuffer events) {
        long address = calls.libc().address(events);
        boolean ended = false;
        while (!ended) {
            int ready = calls.libc().epoll_wait(created, address, EVENTS, IDLE_MILLIS);
            for (int i = 0; i < ready; i++) {
                Waiter waiter = waiters.get(layout.data(events, i));
                if (waiter != null) {
                    waiter.wake();
                }
            }
            boolean broken = ready < 0 && !Errno.EINTR.is(ready);
            ended = (ready == 0 || broken) && ended(created, broken);
        }
    }

    private boolean ended(int created, boolean broken) {
        lock.lock();
        try {
            if (!broken && !waiters.isEmpty()) {
                return false;
            }
            // Those who are woken see for themselves, and wait anew.
            waiters.values().forEach(Waiter::wake);
            calls.close(created);
            epoll = -1;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** One thread's wait for one descriptor. */
    final class Waiter implements AutoCloseable {
        private final long id;
        private final int descriptor;
        private final Thread thread = Thread.currentThread();
        private volatile boolean woken;

        /** Whether epoll knows the descriptor. Written before the waiter is handed out. */
        private boolean watched;

        private Waiter(long id, int descriptor) {
            this.id = id;
            this.descriptor = descriptor;
        }

        /** Waits until woken, the deadline is over, or the thread is interrupted, whose status stays set; returns if woken. */
        boolean await(Deadline deadline) {
            while (!woken && !deadline.over() && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(this, patience(deadline));
                woken |= !watched;
            }
            return woken;
        }

        private long patience(Deadline deadline) {
            long patience = Math.max(1, deadline.remaining());
            return watched ? patience : Math.min(patience, UNWATCHED_NANOS);
        }

        /** Ends the wait before its time. */
        void wake() {
            woken = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                waiters.remove(id);
                if (watched) {
                    control(EPOLL_CTL_DEL, this);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** struct epoll_event: packed on x86-64 and nowhere else. */
    record EpollEvent(int size, int dataAt) {
        static EpollEvent ofThisMachine() {
            String machine = System.getProperty("os.arch", "");
            boolean packed = machine.equals("amd64") || machine.equals("x86_64");
            return packed ? new EpollEvent(12, 4) : new EpollEvent(16, 8);
        }

        void write(ByteBuffer memory, int interest, long data) {
            memory.putInt(0, interest);
            memory.putLong(dataAt, data);
        }

        long data(ByteBuffer events, int index) {
            return events.getLong(index * size + dataAt);
        }
    }
}

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
import tfo.linux.kernel.Libc;
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

    private final SystemCalls calls;
    private final EpollEvent layout = EpollEvent.ofThisMachine();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Waiter> waiters = new ConcurrentHashMap<>();

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
        Waiter waiter = new Waiter(descriptor);
        lock.lock();
        try {
            waiters.put(descriptor, waiter);
            int result = epoll >= 0 ? 0 : start();
            result = result < 0 ? result : control(EPOLL_CTL_ADD, descriptor);
            waiter.watched = result >= 0;
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    private int start() {
        int created = calls.libc().epoll_create1(EPOLL_CLOEXEC);
        if (created >= 0) {
            epoll = created;
            Thread thread = new Thread(() -> run(created), "tfo.linux readiness");
            thread.setDaemon(true);
            // Not the starter's class loader: whoever it is may be unloaded before this thread ends.
            thread.setContextClassLoader(null);
            thread.start();
        }
        return created;
    }

    private int control(int operation, int descriptor) {
        try (Scratch scratch = calls.scratch()) {
            layout.write(scratch.memory(), EPOLLOUT | EPOLLONESHOT, descriptor);
            return calls.libc().epoll_ctl(epoll, operation, descriptor, scratch.address());
        }
    }

    private void run(int created) {
        ByteBuffer events = ByteBuffer.allocateDirect(EVENTS * layout.size()).order(ByteOrder.nativeOrder());
        Libc libc = calls.libc();
        long address = libc.address(events);
        while (true) {
            int ready = libc.epoll_wait(created, address, EVENTS, IDLE_MILLIS);
            for (int i = 0; i < ready; i++) {
                Waiter waiter = waiters.get(layout.descriptor(events, i));
                if (waiter != null) {
                    waiter.wake();
                }
            }
            // Anything but a signal ends it, too: a waiter has its own deadline, and the next one starts afresh.
            if (ready <= 0 && !Errno.EINTR.is(ready) && ended(created)) {
                return;
            }
        }
    }

    private boolean ended(int created) {
        lock.lock();
        try {
            if (!waiters.isEmpty()) {
                return false;
            }
            calls.close(created);
            epoll = -1;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** One thread's wait for one descriptor. */
    final class Waiter implements AutoCloseable {
        private final int descriptor;
        private final Thread thread = Thread.currentThread();
        private volatile boolean woken;

        /** Whether epoll knows the descriptor. Guarded by {@link #lock}, and written before the waiter is handed out. */
        private boolean watched;

        private Waiter(int descriptor) {
            this.descriptor = descriptor;
        }

        /** Waits until woken, the deadline is over, or the thread is interrupted, whose status stays set; returns if woken. */
        boolean await(Deadline deadline) {
            while (!woken && !deadline.over() && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(this, Math.max(1, watched ? deadline.remaining() : UNWATCHED_NANOS));
                if (!watched) {
                    return true;
                }
            }
            return woken;
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
                waiters.remove(descriptor, this);
                if (watched) {
                    control(EPOLL_CTL_DEL, descriptor);
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

        void write(ByteBuffer memory, int interest, int descriptor) {
            memory.putInt(0, interest);
            memory.putLong(dataAt, descriptor);
        }

        int descriptor(ByteBuffer events, int index) {
            return (int) events.getLong(index * size + dataAt);
        }
    }
}

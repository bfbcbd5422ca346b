package tfo.tls.gnutls.transport;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import tfo.tls.gnutls.library.Libc;
import tfo.tls.gnutls.library.Natives;

/**
 * Lets virtual threads wait for a descriptor, which no native call of theirs may do: one daemon thread in epoll_wait(2) unparks
 * them. A descriptor is watched for every change of its state, both ways, from the first wait until it is closed. The thread starts
 * when somebody waits and ends when nothing has been watched for a while.
 */
final class Readiness {
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    // EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET.
    private static final int EVERY_CHANGE = 1 | 4 | 0x2000 | 1 << 31;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EVENTS = 64;
    private static final int IDLE_MILLIS = 2000;
    private static final long UNWATCHED_NANOS = 1_000_000;

    private final Natives natives;
    private final ReentrantLock lock = new ReentrantLock();

    /** By a number that is never used twice, as a descriptor's is. Written under {@link #lock}. */
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();

    /** The number of the newest watch. Guarded by {@link #lock}. */
    private long newest;

    /** The epoll descriptor while the thread runs, else -1. Guarded by {@link #lock}. */
    private int epoll = -1;

    Readiness(Natives natives) {
        this.natives = natives;
    }

    /** Begins to watch. The caller keeps the descriptor open until the watch is closed. */
    Watch watch(int descriptor) {
        lock.lock();
        try {
            boolean running = epoll >= 0 || start();
            Watch watch = new Watch(++newest, descriptor);
            watches.put(watch.id, watch);
            watch.watched = running && control(EPOLL_CTL_ADD, watch) >= 0;
            return watch;
        } finally {
            lock.unlock();
        }
    }

    private boolean start() {
        int created = natives.libc().epoll_create1(EPOLL_CLOEXEC);
        if (created < 0) {
            return false;
        }
        try {
            // Nothing of the starter's, whose class loader may be unloaded before this thread ends.
            Thread thread = new Thread(null, () -> run(created), "tfo.tls.gnutls readiness", 0, false);
            thread.setContextClassLoader(null);
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError e) {
            natives.libc().close(created);
            return false;
        }
        epoll = created;
        return true;
    }

    private int control(int operation, Watch watch) {
        ByteBuffer event = ByteBuffer.allocateDirect(EpollEvent.SIZE).order(ByteOrder.nativeOrder());
        event.putInt(0, EVERY_CHANGE).putLong(EpollEvent.DATA_AT, watch.id);
        try {
            return natives.libc()
                    .epoll_ctl(
                            epoll, operation, watch.descriptor, natives.gnutls().address(event));
        } finally {
            Reference.reachabilityFence(event);
        }
    }

    private void run(int created) {
        ByteBuffer events = ByteBuffer.allocateDirect(EVENTS * EpollEvent.SIZE).order(ByteOrder.nativeOrder());
        long address = natives.gnutls().address(events);
        boolean ended = false;
        while (!ended) {
            int ready = natives.libc().epoll_wait(created, address, EVENTS, IDLE_MILLIS);
            for (int i = 0; i < ready; i++) {
                Watch watch = watches.get(events.getLong(i * EpollEvent.SIZE + EpollEvent.DATA_AT));
                if (watch != null) {
                    watch.wake();
                }
            }
            boolean broken = ready < 0 && ready != Libc.EINTR;
            ended = (ready == 0 || broken) && ended(created, broken);
        }
    }

    private boolean ended(int created, boolean broken) {
        lock.lock();
        try {
            if (!broken && !watches.isEmpty()) {
                return false;
            }
            for (Watch watch : watches.values()) {
                watch.watched = false;
                watch.wake();
            }
            natives.libc().close(created);
            epoll = -1;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Both directions of one descriptor. */
    final class Watch implements AutoCloseable {
        private final long id;
        private final int descriptor;

        /** Who waits for input, and who for room. */
        private final AtomicReferenceArray<Thread> waiting = new AtomicReferenceArray<>(2);

        /** Whether epoll knows the descriptor; where it cannot, the waits look every millisecond. */
        private volatile boolean watched;

        private volatile boolean stopped;

        private Watch(long id, int descriptor) {
            this.id = id;
            this.descriptor = descriptor;
        }

        /**
         * Waits until the deadline; may return early. An interrupt does not end it and is kept.
         *
         * @param slot 0 for input, 1 for room
         */
        void await(int slot, PollFd pollfd, Deadline deadline) {
            waiting.set(slot, Thread.currentThread());
            boolean interrupted = false;
            // Who became ready before the slot was set is seen by this poll, who does after it unparks.
            while (!stopped && !pollfd.poll(0) && !deadline.over()) {
                LockSupport.parkNanos(this, watched ? deadline.nanos() : UNWATCHED_NANOS);
                interrupted |= Thread.interrupted();
            }
            waiting.set(slot, null);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Ends all waits, now and later. */
        void stop() {
            stopped = true;
            wake();
        }

        /** Lets those who wait look. */
        void wake() {
            LockSupport.unpark(waiting.get(0));
            LockSupport.unpark(waiting.get(1));
        }

        @Override
        public void close() {
            lock.lock();
            try {
                watches.remove(id);
                if (watched) {
                    control(EPOLL_CTL_DEL, this);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** struct epoll_event: packed on x86-64 and nowhere else. */
    private static final class EpollEvent {
        private static final boolean PACKED =
                java.util.List.of("amd64", "x86_64").contains(System.getProperty("os.arch", ""));
        static final int SIZE = PACKED ? 12 : 16;
        static final int DATA_AT = PACKED ? 4 : 8;

        private EpollEvent() {}
    }
}

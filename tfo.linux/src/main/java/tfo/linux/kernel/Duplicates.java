package tfo.linux.kernel;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Second numbers for descriptors, which no close of the first takes away. A process that is at its limit gets no new number; for that
 * there is one in reserve, which may name one thing after the other and is lent to one thread at a time. Safe for use by any thread.
 */
public final class Duplicates {
    private static final int NONE = -1;

    private final SystemCalls calls;

    /** Held by who opens or closes the reserve, and by whom it is lent to. */
    private final ReentrantLock lock = new ReentrantLock();

    /** An epoll(7) instance that watches nothing: what the reserve names while it is not lent. Guarded by {@link #lock}. */
    private int idle = NONE;

    /** Written under {@link #lock}. */
    private volatile int reserve = NONE;

    Duplicates(SystemCalls calls) {
        this.calls = calls;
    }

    /** Opens the reserve, unless it is there, or the process is at its limit already. */
    public void prepare() {
        if (reserve != NONE || !lock.tryLock()) {
            return;
        }
        try {
            if (reserve == NONE) {
                open();
            }
        } finally {
            lock.unlock();
        }
    }

    private void open() {
        int file = calls.libc().epoll_create1(Linux.EPOLL_CLOEXEC);
        int number = file < 0 ? file : calls.duplicate(file);
        if (number >= 0) {
            idle = file;
            reserve = number;
        } else if (file >= 0) {
            calls.close(file);
        }
    }

    /**
     * Another number for what this descriptor names, closed on exec. At the limit it waits while others use the reserve.
     *
     * @return the number, for {@link #release} by the same thread, or a negated errno: EMFILE where there is no reserve either, or
     *     where it is lent to this very thread
     */
    public int of(int descriptor) {
        int duplicate = calls.duplicate(descriptor);
        if (duplicate >= 0) {
            prepare();
            return duplicate;
        }
        return Errno.EMFILE.is(duplicate) ? lend(descriptor) : duplicate;
    }

    private int lend(int descriptor) {
        lock.lock();
        boolean free = reserve != NONE && lock.getHoldCount() == 1;
        int result = free ? calls.libc().dup3(descriptor, reserve, Linux.O_CLOEXEC) : Errno.EMFILE.result();
        if (result < 0) {
            lock.unlock();
        }
        return result;
    }

    /** Closes a number that {@link #of} returned. */
    public void release(int duplicate) {
        if (duplicate != reserve) {
            calls.close(duplicate);
            return;
        }
        try {
            calls.libc().dup3(idle, duplicate, Linux.O_CLOEXEC);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the reserve once it is not lent; who goes on opens it again. */
    public void close() {
        lock.lock();
        try {
            int number = reserve;
            if (number != NONE) {
                // First, so that nobody who is given the number next takes it for the reserve.
                reserve = NONE;
                calls.close(number);
                calls.close(idle);
                idle = NONE;
            }
        } finally {
            lock.unlock();
        }
    }
}

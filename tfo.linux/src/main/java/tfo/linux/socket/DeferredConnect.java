package tfo.linux.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenReport;

/**
 * The handshake of a {@link DeferredSocket}. The first operation on the socket lets the SYN leave and waits until the connection
 * stands; those of other threads wait for it. The time-out of connect counts from the moment the SYN left.
 */
final class DeferredConnect {
    // What a thread that reads first grants another one to write, where the protocol says that the client does.
    private static final Duration GRANTED = Duration.ofMillis(250);

    private final Platform platform;
    private final DeferredSocket socket;
    private final int number;
    private final InetSocketAddress remote;
    private final Duration timeout;
    private final FirstFlight flight;

    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled when {@link #phase} has changed. */
    private final Condition changed = lock.newCondition();

    /** Written under {@link #lock}. */
    private volatile Phase phase = Phase.HELD;

    /** Why it failed. Guarded by {@link #lock}. */
    private @Nullable IOException failure;

    /** When connect's time-out is over. Guarded by {@link #lock}, and set when the SYN leaves. */
    private Deadline deadline = Deadline.NONE;

    /** Whoever waits for the peer's answer. Guarded by {@link #lock}. */
    private Readiness.@Nullable Waiter waiter;

    private enum Phase {
        /** The SYN waits for data. */
        HELD,
        /** The SYN has left. */
        SENT,
        /** The connection stands. */
        STANDING,
        /** There will be none. */
        FAILED,
        /** The socket is closed. */
        CLOSED
    }

    DeferredConnect(Platform platform, DeferredSocket socket, int number, InetSocketAddress remote, Duration timeout) {
        this.platform = platform;
        this.socket = socket;
        this.number = number;
        this.remote = remote;
        this.timeout = timeout;
        this.flight = new FirstFlight(platform, () -> (InetSocketAddress) socket.getLocalSocketAddress(), remote);
    }

    boolean standing() {
        return phase == Phase.STANDING;
    }

    FastOpenReport report() {
        lock.lock();
        try {
            return flight.report();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the SYN leave without data, if it has not left. */
    void leave() throws IOException {
        lock.lock();
        try {
            if (phase == Phase.HELD) {
                leave(ByteBuffer.allocate(0));
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave(ByteBuffer bytes) throws IOException {
        deadline = Deadline.after(timeout);
        try {
            flight.leave(number, bytes);
        } catch (IOException e) {
            throw fail(e);
        }
        become(Phase.SENT);
    }

    /**
     * Lets the SYN leave with these bytes, if it has not left, and waits until the connection stands.
     *
     * @param patience when the caller gives up, whereas the socket does not
     * @return how many of the bytes were taken
     */
    int open(ByteBuffer bytes, Deadline patience) throws IOException {
        if (phase == Phase.STANDING) {
            return 0;
        }
        lock.lock();
        try {
            boolean mine = phase == Phase.HELD;
            if (mine) {
                leave(bytes);
            }
            while (!settled()) {
                if (patience.over()) {
                    throw new SocketTimeoutException("Read timed out");
                }
                waitOnce(patience);
            }
            // None of them, if the SYN was refused: then they are the caller's to write again.
            return mine ? flight.taken() : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the connection stands; throws if it never will. */
    private boolean settled() throws IOException {
        return switch (phase) {
            case STANDING -> true;
            case FAILED -> throw Objects.requireNonNull(failure);
            case CLOSED -> throw new SocketException("Socket closed");
            case HELD, SENT -> stands();
        };
    }

    private boolean stands() throws IOException {
        try {
            if (!flight.stands(number)) {
                if (deadline.over()) {
                    platform.paths().strike(remote.getAddress());
                    throw new SocketTimeoutException("Connect timed out");
                }
                return false;
            }
        } catch (IOException e) {
            throw fail(e);
        }
        become(Phase.STANDING);
        return true;
    }

    private IOException fail(IOException cause) throws IOException {
        failure = cause;
        become(Phase.FAILED);
        socket.closeNow();
        return cause;
    }

    private void become(Phase next) {
        phase = next;
        changed.signalAll();
    }

    /** Waits until something may have changed: as the one who watches the descriptor, or for that one. */
    private void waitOnce(Deadline patience) throws IOException {
        Deadline limit = deadline.earlier(patience);
        if (waiter != null) {
            await(limit);
            return;
        }
        Readiness.Waiter mine = platform.readiness().watch(number);
        waiter = mine;
        lock.unlock();
        boolean interrupted = false;
        try {
            while (!mine.await(limit) && Thread.interrupted()) {
                interrupted = true;
                if (Threads.virtual()) {
                    break;
                }
            }
        } finally {
            lock.lock();
            mine.close();
            waiter = null;
            changed.signalAll();
        }
        interrupted(interrupted);
    }

    // The JDK's sockets close when a virtual thread is interrupted in them, and do not mind if a platform thread is.
    private void interrupted(boolean interrupted) throws IOException {
        if (!interrupted) {
            return;
        }
        Thread.currentThread().interrupt();
        if (Threads.virtual()) {
            throw fail(new SocketException("Closed by interrupt"));
        }
    }

    @SuppressWarnings("WaitNotInLoop") // The callers loop.
    private void await(Deadline limit) {
        boolean interrupted = Thread.interrupted();
        try {
            changed.await(limit.remaining(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until another thread has written. */
    void awaitWrite(Deadline patience) throws IOException {
        lock.lock();
        try {
            while (phase == Phase.HELD) {
                if (patience.over()) {
                    throw new SocketTimeoutException("Read timed out");
                }
                await(patience);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives another thread some time to write. */
    void grantWrite(Deadline patience) throws IOException {
        lock.lock();
        try {
            Deadline granted = Deadline.after(GRANTED).earlier(patience);
            while (phase == Phase.HELD && !granted.over()) {
                await(granted);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the socket, so that the peer sees a connection even if nothing was ever said: waits for that, but not long. Where
     * another thread waits for the peer, it is the one who learns of the close.
     */
    void close(Duration farewell) throws IOException {
        if (phase == Phase.HELD) {
            try {
                open(ByteBuffer.allocate(0), Deadline.after(farewell));
            } catch (IOException e) {
                // Nobody is there to say farewell to.
            }
        }
        lock.lock();
        try {
            if (phase != Phase.FAILED) {
                become(Phase.CLOSED);
            }
            while (waiter != null) {
                waiter.wake();
                await(Deadline.NONE);
            }
            socket.closeNow();
        } finally {
            lock.unlock();
        }
    }
}

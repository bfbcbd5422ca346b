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
 *
 * <p>One of those who wait watches the descriptor, the others wait for that one. The socket is closed only when nobody watches it, and
 * never under the lock: the JDK's own close may have to wait for a thread that is in here.
 */
final class DeferredConnect {
    // What a thread that reads first grants another one to write, where the protocol says that the client does.
    private static final Duration GRANTED = Duration.ofMillis(250);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Platform platform;
    private final DeferredSocket socket;
    private final int number;
    private final InetSocketAddress remote;
    private final Duration timeout;
    private final FirstFlight flight;

    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled when {@link #phase} or {@link #watcher} has changed. */
    private final Condition changed = lock.newCondition();

    /** Written under {@link #lock}. */
    private volatile Phase phase = Phase.NEW;

    /** Why it failed. Guarded by {@link #lock}. */
    private @Nullable IOException failure;

    /** When connect's time-out is over. Guarded by {@link #lock}, and set when the SYN leaves. */
    private Deadline deadline = Deadline.NONE;

    /** Whoever watches the descriptor. Guarded by {@link #lock}. */
    private Readiness.@Nullable Waiter watcher;

    private enum Phase {
        /** Nobody has connected yet. */
        NEW,
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

    /**
     * Connects and waits until the connection stands. If there is a cookie nothing was done, and the JDK's connect is to follow; whether
     * it stands.
     */
    boolean ask() throws IOException {
        return 1
                == locked(() -> {
                    stillNew();
                    deadline = Deadline.after(timeout);
                    if (!asked()) {
                        return 0;
                    }
                    become(Phase.SENT);
                    while (!settled()) {
                        pause(Deadline.NONE);
                    }
                    return 1;
                });
    }

    private boolean asked() throws IOException {
        try {
            return flight.ask(number);
        } catch (IOException e) {
            throw fail(Addresses.explained(e, "connect", remote));
        }
    }

    /** The JDK has connected, and the SYN waits. */
    void hold() throws IOException {
        locked(() -> {
            stillNew();
            become(Phase.HELD);
            return 0;
        });
    }

    private void stillNew() throws SocketException {
        if (phase != Phase.NEW) {
            throw new SocketException("Socket closed");
        }
    }

    /** Lets the SYN leave without data, if it has not left, and learns what is known by now; waits for nothing. */
    void leave() throws IOException {
        locked(() -> {
            if (phase == Phase.HELD) {
                send(NOTHING);
            }
            settled();
            return 0;
        });
    }

    /** The same with these bytes, of which it returns how many were taken, and waits until the connection stands. */
    int open(ByteBuffer bytes) throws IOException {
        return open(bytes, Deadline.NONE);
    }

    /** Lets the SYN leave without data, if it has not left, and waits until the connection stands, or the caller is out of patience. */
    void open(Deadline patience) throws IOException {
        open(NOTHING, patience);
    }

    private int open(ByteBuffer bytes, Deadline patience) throws IOException {
        if (standing()) {
            return 0;
        }
        return locked(() -> {
            boolean mine = phase == Phase.HELD;
            if (mine) {
                send(bytes);
            }
            while (!settled()) {
                pause(patience);
            }
            // None of them, if the SYN was refused: then they are the caller's to write again.
            return mine ? flight.taken() : 0;
        });
    }

    /** Waits until another thread has written. */
    void awaitWrite(Deadline patience) throws IOException {
        locked(() -> {
            while (phase == Phase.HELD) {
                pause(patience);
            }
            return 0;
        });
    }

    /** Gives another thread some time to write. */
    void grantWrite(Deadline patience) throws IOException {
        Deadline granted = Deadline.after(GRANTED);
        locked(() -> {
            while (phase == Phase.HELD && !granted.over()) {
                pause(patience, granted);
            }
            return 0;
        });
    }

    /**
     * Closes the socket, so that the peer sees a connection even if nothing was ever said: waits for that, but not longer than this.
     * A thread that waits for the peer gets an exception.
     */
    void close(Duration farewell) throws IOException {
        if (phase == Phase.HELD) {
            try {
                if (farewell.isZero()) {
                    leave();
                } else {
                    open(Deadline.after(farewell));
                }
            } catch (IOException e) {
                // Nobody is there to say farewell to.
            }
        }
        lock.lock();
        try {
            if (phase != Phase.FAILED) {
                become(Phase.CLOSED);
            }
        } finally {
            lock.unlock();
        }
        dispose();
    }

    /** Acts under the lock; closes the socket afterwards, if the connection failed. */
    private int locked(Action action) throws IOException {
        lock.lock();
        try {
            return action.run();
        } finally {
            lock.unlock();
            if (phase == Phase.FAILED) {
                dispose();
            }
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        deadline = Deadline.after(timeout);
        try {
            flight.leave(number, bytes);
        } catch (IOException e) {
            throw fail(Addresses.explained(e, "connect", remote));
        }
        become(Phase.SENT);
    }

    /** Whether the connection stands; throws if it never will. */
    private boolean settled() throws IOException {
        return switch (phase) {
            case STANDING -> true;
            case FAILED -> throw Addresses.again(Objects.requireNonNull(failure));
            case CLOSED -> throw new SocketException("Socket closed");
            case NEW, HELD, SENT -> stands();
        };
    }

    private boolean stands() throws IOException {
        try {
            if (!flight.stands(number)) {
                if (deadline.over()) {
                    platform.paths().suspect(remote.getAddress());
                    throw new SocketTimeoutException("Connect timed out");
                }
                return false;
            }
        } catch (IOException e) {
            throw fail(Addresses.explained(e, "connect", remote));
        }
        become(Phase.STANDING);
        return true;
    }

    private IOException fail(IOException cause) {
        failure = cause;
        become(Phase.FAILED);
        return cause;
    }

    private void become(Phase next) {
        phase = next;
        changed.signalAll();
    }

    private void dispose() throws IOException {
        lock.lock();
        try {
            while (watcher != null) {
                watcher.wake();
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        socket.closeNow();
    }

    private void pause(Deadline patience) throws IOException {
        pause(patience, deadline);
    }

    /** Waits once, until something may have changed or the limit is over. */
    private void pause(Deadline patience, Deadline limit) throws IOException {
        if (patience.over()) {
            throw new SocketTimeoutException("Read timed out");
        }
        boolean interrupted = Thread.interrupted();
        Deadline earlier = patience.earlier(limit);
        boolean watch = phase == Phase.SENT && watcher == null;
        interrupted |= watch ? watch(earlier) : await(earlier);
        if (interrupted) {
            Thread.currentThread().interrupt();
            // As the JDK's sockets do, which do not mind if a platform thread is interrupted.
            if (Threads.virtual()) {
                throw fail(new SocketException("Closed by interrupt"));
            }
        }
    }

    /** Waits as the one who watches; whether the thread was interrupted. */
    private boolean watch(Deadline limit) {
        Readiness.Waiter mine = platform.readiness().watch(number);
        watcher = mine;
        lock.unlock();
        try {
            mine.await(limit);
        } finally {
            lock.lock();
            mine.close();
            watcher = null;
            changed.signalAll();
        }
        return Thread.interrupted();
    }

    /** Waits for another thread to change something; whether the thread was interrupted. */
    @SuppressWarnings("WaitNotInLoop") // The callers loop.
    private boolean await(Deadline limit) {
        try {
            changed.await(limit.remaining(), TimeUnit.NANOSECONDS);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private interface Action {
        int run() throws IOException;
    }
}

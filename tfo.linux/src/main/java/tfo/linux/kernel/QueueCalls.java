package tfo.linux.kernel;

import static tfo.linux.kernel.Linux.MSG_DONTWAIT;
import static tfo.linux.kernel.Linux.MSG_NOSIGNAL;
import static tfo.linux.kernel.Linux.MSG_OOB;
import static tfo.linux.kernel.Linux.MSG_PEEK;
import static tfo.linux.kernel.Linux.MSG_TRUNC;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * The calls that look at, or reach into, the queues of a TCP socket. None of them waits, none raises SIGPIPE, and each returns what
 * the call returned, an error as the negated errno. Safe for use by any thread.
 */
public final class QueueCalls {
    private static final int WINDOW = 32 * 1024;
    // struct pollfd: int fd, short events, short revents.
    private static final int EVENTS_AT = 4, RETURNED_AT = 6;

    private final Libc libc;
    private final SystemCalls calls;
    private final Scratch.Pool windows;

    /** The larger ones, as long as the collector leaves them. */
    private volatile WeakReference<Scratch.Pool> wide = new WeakReference<>(null);

    /** Makes the calls by the library of these. */
    public QueueCalls(SystemCalls calls) {
        this.calls = calls;
        this.libc = calls.libc();
        this.windows = new Scratch.Pool(libc, WINDOW);
    }

    /** The int that the request of ioctl(2) asks for, which is never negative. */
    public int ask(int descriptor, int request) {
        try (Scratch scratch = calls.scratch()) {
            int result = libc.ioctl(descriptor, request, scratch.address());
            return result < 0 ? result : scratch.memory().getInt(0);
        }
    }

    /** Which of the events of poll(2), and of those it always tells, there are now. */
    public int events(int descriptor, int wanted) {
        try (Scratch scratch = calls.scratch()) {
            scratch.memory().putInt(0, descriptor);
            scratch.memory().putShort(EVENTS_AT, (short) wanted);
            scratch.memory().putShort(RETURNED_AT, (short) 0);
            int result = libc.poll(scratch.address(), 1, 0);
            // Even without a wait: a signal to the thread, a profiler's say, ends it where there is no event.
            while (Errno.EINTR.is(result)) {
                result = libc.poll(scratch.address(), 1, 0);
            }
            return result < 0 ? result : scratch.memory().getShort(RETURNED_AT);
        }
    }

    /** Copies what has come in to the buffer, whose position moves. */
    public int peek(int descriptor, ByteBuffer buffer) {
        // Behind the urgent mark there may be bytes that are not counted.
        int queued = Math.max(WINDOW, ask(descriptor, Linux.SIOCINQ));
        int most = Math.min(queued, buffer.remaining());
        // A copy even into a direct buffer, whose memory may be somebody's to free.
        try (Scratch window = window(most)) {
            int peeked = (int) libc.recv(descriptor, window.address(), most, MSG_PEEK | MSG_DONTWAIT);
            if (peeked > 0) {
                buffer.put(buffer.position(), window.memory(), 0, peeked);
                buffer.position(buffer.position() + peeked);
            }
            return peeked;
        }
    }

    private Scratch window(int size) {
        if (size <= WINDOW) {
            return windows.borrow();
        }
        Scratch.Pool known = wide.get();
        return known != null && known.size() >= size
                ? known.borrow()
                : wider(size).borrow();
    }

    // By powers of two, so that a queue that grows does not take a new one each time.
    private Scratch.Pool wider(int size) {
        int power = Integer.highestOneBit(size - 1) << 1;
        Scratch.Pool pool = new Scratch.Pool(libc, Math.max(size, power));
        wide = new WeakReference<>(pool);
        return pool;
    }

    /** Drops at most so many bytes of what has come in. */
    public long discard(int descriptor, long most) {
        return libc.recv(descriptor, 0, most, MSG_TRUNC | MSG_DONTWAIT);
    }

    /** Sends the byte as urgent data. */
    public long sendUrgent(int descriptor, byte urgent) {
        try (Scratch scratch = calls.scratch()) {
            scratch.memory().put(0, urgent);
            return libc.send(descriptor, scratch.address(), 1, MSG_OOB | MSG_DONTWAIT | MSG_NOSIGNAL);
        }
    }

    /** The urgent byte, 0 to 255. Zero bytes of it, at the end of the stream, are EAGAIN. */
    public int receiveUrgent(int descriptor) {
        try (Scratch scratch = calls.scratch()) {
            long received = libc.recv(descriptor, scratch.address(), 1, MSG_OOB | MSG_DONTWAIT);
            if (received == 0) {
                return Errno.EAGAIN.result();
            }
            return received < 0 ? (int) received : scratch.memory().get(0) & 0xFF;
        }
    }
}

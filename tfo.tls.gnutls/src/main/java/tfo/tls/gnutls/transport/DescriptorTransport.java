package tfo.tls.gnutls.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.tls.gnutls.library.Libc;
import tfo.tls.gnutls.library.NativeMemory;
import tfo.tls.gnutls.library.Natives;

/**
 * A socket in non-blocking mode by a descriptor of our own: the library moves the bytes itself. Platform threads wait in poll(2),
 * virtual ones are parked.
 */
class DescriptorTransport implements Transport {
    /** See tcp(7). */
    private static final int TCP_CORK = 3;

    private final Natives natives;
    private final Readiness readiness;
    private final int descriptor;
    private final Closeable underneath;
    private final ReentrantLock lock = new ReentrantLock();

    /** Made at a virtual thread's first wait. Written under {@link #lock}. */
    private volatile Readiness.@Nullable Watch watch;

    /** Of both below. */
    private final NativeMemory memory;

    private final PollFd input;
    private final PollFd room;
    /** A byte to look at what comes next. */
    private final long peeked;

    /** An int that is one, and one that is zero. */
    private final long on;

    private final long off;

    /** Whether what the library writes waits for more of it. For the thread of the handshake. */
    private boolean corked;

    private volatile boolean woken;

    /**
     * Becomes the owner of both.
     *
     * @param underneath closed with the transport
     */
    DescriptorTransport(Natives natives, Readiness readiness, int descriptor, Closeable underneath) {
        this.natives = natives;
        this.readiness = readiness;
        this.descriptor = descriptor;
        this.underneath = underneath;
        this.memory = new NativeMemory(natives.gnutls());
        this.input = new PollFd(natives, memory, descriptor, Libc.POLLIN);
        this.room = new PollFd(natives, memory, descriptor, Libc.POLLOUT);
        this.peeked = memory.allocate(1);
        this.on = memory.allocate(Integer.BYTES);
        this.off = memory.allocate(Integer.BYTES);
        memory.putInt(on, 1);
    }

    @Override
    public void attach(long session) {
        natives.gnutls().gnutls_transport_set_int2(session, descriptor, descriptor);
    }

    @Override
    public boolean uses(Pair pair) {
        return false;
    }

    @Override
    public boolean keepsDeadlines() {
        return true;
    }

    // The library writes each record of a flight by itself, and without delay each would be a packet.
    @Override
    public void beforeStep() {
        corked = natives.libc().setsockopt(descriptor, Descriptors.IPPROTO_TCP, TCP_CORK, on, Integer.BYTES) == 0;
    }

    @Override
    public boolean awaitInput(Deadline deadline) throws IOException {
        return await(0, input, deadline);
    }

    // A peer that is gone answers the alert about its last record by a reset.
    @Override
    public boolean atEnd() {
        long n = natives.libc().recv(descriptor, peeked, 1, Descriptors.MSG_PEEK | Descriptors.MSG_DONTWAIT);
        return n == 0 || n == Libc.ECONNRESET;
    }

    @Override
    public boolean awaitRoom(Deadline deadline) throws IOException {
        return await(1, room, deadline);
    }

    private boolean await(int slot, PollFd pollfd, Deadline deadline) throws IOException {
        boolean virtual = Threads.virtual();
        while (!woken) {
            if (virtual) {
                watch().await(slot, pollfd, deadline);
            }
            boolean over = deadline.over();
            boolean ready = pollfd.poll(virtual || over ? 0 : deadline.isBounded() ? deadline.millis() : -1);
            if (!woken && (ready || over)) {
                return ready;
            }
        }
        throw new AsynchronousCloseException();
    }

    private Readiness.Watch watch() {
        Readiness.Watch known = watch;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            if (watch == null) {
                watch = readiness.watch(descriptor);
            }
            return watch;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void flush() {
        if (corked) {
            corked = false;
            // Should it fail, the kernel lets go by itself after 200 ms: tcp(7).
            natives.libc().setsockopt(descriptor, Descriptors.IPPROTO_TCP, TCP_CORK, off, Integer.BYTES);
        }
    }

    @Override
    public void flushUnlessBusy() {
        // The library has done it.
    }

    @Override
    public void flushLast() {
        flush();
    }

    // The end of the connection makes poll(2) return and epoll tell.
    @Override
    public void wake() {
        woken = true;
        natives.libc().shutdown(descriptor, Descriptors.SHUT_RDWR);
        Readiness.Watch known = watch;
        if (known != null) {
            known.stop();
        }
    }

    @Override
    public void close() throws IOException {
        Readiness.Watch known = watch;
        if (known != null) {
            known.close();
        }
        natives.libc().close(descriptor);
        memory.close();
        underneath.close();
    }
}

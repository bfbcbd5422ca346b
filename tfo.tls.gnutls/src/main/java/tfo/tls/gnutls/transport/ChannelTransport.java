package tfo.tls.gnutls.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Any channel in blocking mode: GnuTLS reads and writes a {@link Pair}, and the threads that would wait move the bytes between it
 * and the channel, by the JDK's own blocking reads and writes, at which virtual threads are parked.
 */
final class ChannelTransport implements Transport {
    private static final int RECORD = 17 * 1024;

    /** How long the last bytes may wait for a peer that does not read: a second, where nothing else is in the way. */
    static final int LAST_STEPS = 1000 / Watchdog.STEP_MILLIS;

    private final Conduit pair;
    private final ByteChannel channel;
    private final Closeable underneath;

    /** What came from the channel and the pair had no room for. For the reading thread. */
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(RECORD).limit(0);

    /** For the reading thread. */
    private boolean ended;

    /** Guarded by {@link #sending}. */
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(RECORD);

    private final ReentrantLock sending = new ReentrantLock();

    /** Whether there is something to send for whoever may. */
    private volatile boolean owing;

    private volatile boolean woken;

    /** Becomes the owner of all of them. */
    ChannelTransport(Conduit pair, ByteChannel channel, Closeable underneath) {
        this.pair = pair;
        this.channel = channel;
        this.underneath = underneath;
    }

    @Override
    public void attach(long session) {
        pair.attach(session);
    }

    @Override
    public boolean uses(Pair other) {
        return pair == other;
    }

    @Override
    public boolean keepsDeadlines() {
        return false;
    }

    @Override
    public void beforeStep() {
        // Nothing is special about a handshake.
    }

    @Override
    public boolean awaitInput(Deadline deadline) throws IOException {
        // GnuTLS says AGAIN after a ticket, too, whatever comes behind it.
        if (pair.waiting() > 0) {
            return true;
        }
        if (!incoming.hasRemaining()) {
            incoming.clear().limit(0);
            int n = read(deadline);
            if (n == 0) {
                return false;
            }
            if (n < 0) {
                ended = true;
                pair.end();
                return true;
            }
        }
        pair.put(incoming);
        return true;
    }

    /** Returns 0 if the deadline is over. */
    private int read(Deadline deadline) throws IOException {
        if (woken) {
            throw new AsynchronousCloseException();
        }
        if (!deadline.isBounded()) {
            return filled(channel.read(incoming.clear()));
        }
        if (channel instanceof SocketChannel socket) {
            return readSocket(socket, deadline);
        }
        try (Watchdog.Guard guard = Watchdog.closing(channel, deadline)) {
            return guarded(guard);
        }
    }

    private int guarded(Watchdog.Guard guard) throws IOException {
        try {
            return filled(channel.read(incoming.clear()));
        } catch (IOException e) {
            incoming.clear().limit(0);
            throw guard.hasBitten() && !woken ? timedOut(e) : e;
        }
    }

    private static IOException timedOut(IOException cause) {
        SocketTimeoutException e = new SocketTimeoutException("timed out; the channel is closed");
        e.initCause(cause);
        return e;
    }

    private int filled(int n) {
        incoming.flip();
        return n;
    }

    // The socket of a channel is the one way of the JDK to read with a time-out without closing it.
    private int readSocket(SocketChannel socket, Deadline deadline) throws IOException {
        byte[] bytes = new byte[RECORD];
        try {
            socket.socket().setSoTimeout(deadline.millis());
            int n = socket.socket().getInputStream().read(bytes);
            if (n > 0) {
                incoming.clear().put(bytes, 0, n).flip();
            }
            return n;
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    /** Whether something has come that GnuTLS has not seen. For the reading thread. */
    boolean holdsInput() throws IOException {
        return incoming.hasRemaining() || pair.waiting() > 0;
    }

    /** Whether nothing is on its way either way, and the peer has not ended its stream. For who is alone with it. */
    boolean isEmpty() throws IOException {
        return !ended && !holdsInput() && !owing && outgoing.position() == 0 && pair.isDrained();
    }

    /** Frees all but the channel, which is somebody else's from now on. */
    void letGo() {
        pair.close();
    }

    @Override
    public boolean atEnd() throws IOException {
        return ended && pair.waiting() == 0;
    }

    @Override
    public boolean awaitRoom(Deadline deadline) throws IOException {
        flush();
        return !deadline.over();
    }

    @Override
    public void flush() throws IOException {
        sending.lock();
        try {
            owing = false;
            send();
        } finally {
            sending.unlock();
        }
        sendOwing();
    }

    @Override
    public void flushUnlessBusy() throws IOException {
        owing = true;
        sendOwing();
    }

    private void sendOwing() throws IOException {
        while (owing && sending.tryLock()) {
            try {
                owing = false;
                send();
            } finally {
                sending.unlock();
            }
        }
    }

    private void send() throws IOException {
        do {
            while (outgoing.flip().hasRemaining()) {
                channel.write(outgoing);
                outgoing.compact();
            }
            outgoing.clear();
        } while (pair.take(outgoing) > 0);
    }

    @Override
    public void flushLast() throws IOException {
        if (!sending.tryLock()) {
            return;
        }
        Watchdog.Guard guard = Watchdog.closingInSteps(channel, LAST_STEPS);
        try {
            send();
        } finally {
            guard.close();
            sending.unlock();
        }
    }

    @Override
    public void wake() {
        woken = true;
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() throws IOException {
        pair.close();
        underneath.close();
    }
}

package tfo.tls.gnutls.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import tfo.tls.gnutls.library.Chunk;
import tfo.tls.gnutls.library.Libc;
import tfo.tls.gnutls.library.NativeMemory;
import tfo.tls.gnutls.library.Natives;

/**
 * Two connected sockets inside this process: GnuTLS reads and writes the one, this class the other, and nothing ever waits. So the
 * first flight can be taken before there is a connection, and channels without a descriptor can carry records, without the library
 * calling back into Java. One thread may {@link #put} while another {@link #take}s.
 */
public final class Pair implements Conduit {
    private static final int INTS = 2;
    private static final long FIONREAD = 0x541B;

    private final Natives natives;
    private final int theirs;
    private final int ours;
    private final NativeMemory memory;
    private final long waiting;
    private final long written;
    private boolean closed;

    /** Whether bytes were given to GnuTLS, or an end. */
    private volatile boolean fed;

    /** Whether the last thing that happened was that all was taken. */
    private boolean emptied;

    /**
     * A new pair.
     *
     * @throws IOException if the process has no descriptors left
     */
    public Pair(Natives natives) throws IOException {
        this.natives = natives;
        this.memory = new NativeMemory(natives.gnutls());
        this.waiting = memory.allocate(Integer.BYTES);
        this.written = memory.allocate(Integer.BYTES);
        long pair = memory.allocate(INTS * Integer.BYTES);
        int type = Descriptors.SOCK_STREAM | Descriptors.SOCK_NONBLOCK | Descriptors.SOCK_CLOEXEC;
        int result = natives.libc().socketpair(Descriptors.AF_UNIX, type, 0, pair);
        if (result < 0) {
            memory.close();
        }
        Descriptors.checked(result, "socketpair");
        this.theirs = memory.getInt(pair);
        this.ours = memory.getInt(pair + Integer.BYTES);
    }

    @Override
    public void attach(long session) {
        emptied = false;
        natives.gnutls().gnutls_transport_set_int2(session, theirs, theirs);
    }

    @Override
    public int take(ByteBuffer direct) throws IOException {
        if (!direct.hasRemaining()) {
            return 0;
        }
        int n = take(natives.gnutls().address(direct) + direct.position(), direct.remaining());
        direct.position(direct.position() + n);
        return n;
    }

    private int take(long address, int length) throws IOException {
        long n = natives.libc().recv(ours, address, length, Descriptors.MSG_DONTWAIT);
        return n == Libc.EAGAIN || n == Libc.EINTR ? 0 : Descriptors.checked((int) n, "recv");
    }

    @Override
    public int put(ByteBuffer direct) throws IOException {
        if (!direct.hasRemaining()) {
            return 0;
        }
        long address = natives.gnutls().address(direct) + direct.position();
        int flags = Descriptors.MSG_DONTWAIT | Descriptors.MSG_NOSIGNAL;
        fed = true;
        long n = natives.libc().send(ours, address, direct.remaining(), flags);
        if (n == Libc.EAGAIN || n == Libc.EINTR) {
            return 0;
        }
        Descriptors.checked((int) n, "send");
        direct.position(direct.position() + (int) n);
        return (int) n;
    }

    @Override
    public void end() {
        fed = true;
        natives.libc().shutdown(ours, Descriptors.SHUT_WR);
    }

    /** Whether it served for a first flight alone, and is as new. For the owner alone, when no session uses it any more. */
    boolean isEmpty() {
        return emptied && !fed && !closed;
    }

    @Override
    public int waiting() throws IOException {
        return count(theirs, waiting);
    }

    /** How many bytes GnuTLS wrote that nobody has taken. For the thread that {@link #take}s. */
    public int written() throws IOException {
        return count(ours, written);
    }

    @Override
    public boolean isDrained() throws IOException {
        return written() == 0;
    }

    private int count(int descriptor, long count) throws IOException {
        Descriptors.checked(natives.libc().ioctl(descriptor, FIONREAD, count), "ioctl");
        return memory.getInt(count);
    }

    /** All that GnuTLS wrote, which is to be something: the first flight. */
    public Flight takeFlight() throws IOException {
        Chunk chunk = Chunk.record(natives.gnutls());
        int n = take(chunk.address(), Chunk.RECORD);
        if (n == 0) {
            chunk.giveBack(0);
            throw new EOFException("no first flight");
        }
        ByteBuffer begin = chunk.buffer().limit(n);
        emptied = true;
        if (n < Chunk.RECORD) {
            return new Flight(begin, chunk);
        }
        ByteBuffer whole = ByteBuffer.allocateDirect(n + written()).put(begin);
        chunk.giveBack(Chunk.RECORD);
        while (take(whole) > 0) {
            // A record each.
        }
        return new Flight(whole.flip(), null);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            natives.libc().close(theirs);
            natives.libc().close(ours);
            memory.close();
        }
    }
}

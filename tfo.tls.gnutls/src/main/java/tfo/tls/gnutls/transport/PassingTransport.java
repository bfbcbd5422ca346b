package tfo.tls.gnutls.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenConnection;
import tfo.tls.gnutls.library.Libc;
import tfo.tls.gnutls.library.NativeMemory;
import tfo.tls.gnutls.library.Natives;

/** A socket whose bytes are moved for GnuTLS as long as somebody has to look at them, and by GnuTLS itself from then on. */
final class PassingTransport implements Transport {
    private final Natives natives;
    private final Readiness readiness;
    private final FastOpenConnection connection;

    /** Of our own; the settled transport's when there is one. */
    private final int descriptor;

    private final NativeMemory memory;
    private final PollFd input;
    private final ChannelTransport first;
    private volatile @Nullable DescriptorTransport settled;
    private volatile boolean woken;

    /**
     * Becomes the owner of all of them.
     *
     * @param descriptor a duplicate of the connection's
     */
    PassingTransport(
            Natives natives, Readiness readiness, Conduit conduit, FastOpenConnection connection, int descriptor) {
        this.natives = natives;
        this.readiness = readiness;
        this.connection = connection;
        this.descriptor = descriptor;
        this.memory = new NativeMemory(natives.gnutls());
        this.input = new PollFd(natives, memory, descriptor, Libc.POLLIN);
        this.first = new ChannelTransport(conduit, connection.channel(), connection);
    }

    private Transport current() {
        Transport known = settled;
        return known == null ? first : known;
    }

    @Override
    public boolean hasInput() throws IOException {
        return settled == null && (first.holdsInput() || input.poll(0));
    }

    // Nobody else is at it, but who wakes: whichever of the two comes second sees what the other has done.
    @Override
    public boolean settle() throws IOException {
        if (settled != null) {
            return true;
        }
        if (woken || !first.isEmpty()) {
            return false;
        }
        connection.channel().configureBlocking(false);
        first.letGo();
        DescriptorTransport next = new DescriptorTransport(natives, readiness, descriptor, connection);
        settled = next;
        if (woken) {
            next.wake();
        }
        return true;
    }

    @Override
    public void attach(long session) {
        current().attach(session);
    }

    @Override
    public boolean uses(Pair pair) {
        return current().uses(pair);
    }

    @Override
    public boolean keepsDeadlines() {
        return current().keepsDeadlines();
    }

    @Override
    public void beforeStep() {
        current().beforeStep();
    }

    @Override
    public boolean awaitInput(Deadline deadline) throws IOException {
        return current().awaitInput(deadline);
    }

    @Override
    public boolean atEnd() throws IOException {
        return current().atEnd();
    }

    @Override
    public boolean awaitRoom(Deadline deadline) throws IOException {
        return current().awaitRoom(deadline);
    }

    @Override
    public void flush() throws IOException {
        current().flush();
    }

    @Override
    public void flushUnlessBusy() throws IOException {
        current().flushUnlessBusy();
    }

    @Override
    public void flushLast() throws IOException {
        current().flushLast();
    }

    @Override
    public void wake() {
        woken = true;
        current().wake();
    }

    @Override
    public void close() throws IOException {
        memory.close();
        Transport known = settled;
        if (known != null) {
            known.close();
        } else {
            natives.libc().close(descriptor);
            first.close();
        }
    }
}

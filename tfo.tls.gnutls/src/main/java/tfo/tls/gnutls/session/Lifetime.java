package tfo.tls.gnutls.session;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;

/** How far the close of a connection has come. Safe for use by any thread. */
final class Lifetime {
    private final AtomicBoolean closing = new AtomicBoolean();

    /** Whether the native session is freed. Written under the locks of both directions. */
    private volatile boolean freed;

    /** Begins the close; whether nobody did before. */
    boolean end() {
        return closing.compareAndSet(false, true);
    }

    /** Nothing native may be touched from now on. */
    void free() {
        freed = true;
    }

    boolean isOpen() {
        return !closing.get();
    }

    void requireOpen() throws ClosedChannelException {
        if (freed) {
            throw new ClosedChannelException();
        }
        if (closing.get()) {
            throw new AsynchronousCloseException();
        }
    }

    /** The exception, unless the close has caused it. */
    IOException unlessClosing(IOException e) {
        return closing.get() ? new AsynchronousCloseException() : e;
    }
}

package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Transport;

/** What a connection begins with: early data, and what is left of the handshake; mostly neither. Safe for one reader and one writer. */
final class EarlyPhase {
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private final EarlyBytes early;
    private final @Nullable HalfRtt half;

    /** Whether the transport is what it will be to the end. */
    private volatile boolean settled;

    /**
     * Of these.
     *
     * @param early what came before the handshake was done
     * @param half what is left of it, or null
     */
    EarlyPhase(EarlyBytes early, @Nullable HalfRtt half) {
        this.early = early;
        this.half = half;
    }

    /** Neither. */
    static EarlyPhase none() {
        EarlyPhase none = new EarlyPhase(new EarlyBytes(), null);
        none.settled = true;
        return none;
    }

    /** What is left of the handshake, or null if that is nothing. */
    private @Nullable HalfRtt rest() {
        HalfRtt known = half;
        return known == null || known.done() ? null : known;
    }

    /**
     * Reads early data, waiting for it while there may be more.
     *
     * @return how many bytes; zero if there is no more, and the handshake is done
     */
    int read(ByteBuffer destination, Transport transport, Deadline deadline) throws IOException {
        int n = early.drainTo(destination);
        for (HalfRtt rest = rest(); n == 0 && rest != null; rest = rest()) {
            if (!rest.advance(transport, deadline)) {
                throw new SocketTimeoutException("read: nothing came in time");
            }
            n = early.drainTo(destination);
        }
        early.readLast(n > 0);
        return n;
    }

    /** Whether the last read was of early data. */
    boolean early() {
        return early.readLast();
    }

    /** Waits for the rest of the handshake, flushing first; whether it is done. */
    boolean confirm(Transport transport, Deadline deadline) throws IOException {
        for (HalfRtt rest = rest(); rest != null; rest = rest()) {
            if (!rest.advance(transport, deadline)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same, as far as that does not take long and all is flushed: before the close_notify, behind which tickets would be lost, and
     * before the close, after which the client's Finished would make the kernel reset the connection.
     */
    void conclude(Transport transport) throws IOException {
        Deadline deadline = Deadline.in(LAST_WAIT);
        HalfRtt rest = rest();
        while (rest != null && rest.advanceUnflushed(transport, deadline)) {
            rest = rest();
        }
    }

    /** Whether the transport is what it will be to the end. */
    boolean settled() {
        return settled;
    }

    /** Goes on with the handshake as far as that needs no wait. What has to be flushed then is left to the caller. */
    void advance(Transport transport) throws IOException {
        for (HalfRtt rest = rest(); rest != null && transport.hasInput(); rest = rest()) {
            rest.advanceQuietly(transport, Deadline.in(LAST_WAIT));
        }
    }

    /** Leaves the transport to the library if the handshake is done. For who is alone. */
    void settle(Session session, Transport transport) throws IOException {
        if (done() && transport.settle()) {
            session.attach(transport);
            settled = true;
        }
    }

    /** Seals a record in the library's stead, if it is not the library's to do that. */
    boolean send(ByteBuffer source) throws IOException {
        HalfRtt rest = rest();
        return rest != null && rest.send(source);
    }

    /** The same for close_notify. */
    boolean shutdown() throws IOException {
        HalfRtt rest = rest();
        return rest != null && rest.shutdown();
    }

    /** Whether the library can be asked to send and receive. */
    boolean done() {
        return rest() == null;
    }

    /** Frees what is left, when nobody uses it any more. */
    void free() {
        HalfRtt known = half;
        if (known != null) {
            known.free();
        }
    }
}

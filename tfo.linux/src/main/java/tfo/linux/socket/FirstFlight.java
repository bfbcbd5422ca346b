package tfo.linux.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Handshake;
import tfo.linux.kernel.SystemCalls;

/**
 * Holds back the SYN of a socket whose connect was deferred (TCP_FASTOPEN_CONNECT) until there is something to put into it, or lets
 * one leave that asks for a cookie, and watches over the handshake that it begins. To be used by one thread at a time.
 *
 * <p>A reset or an ICMP error that answers such a SYN may be the work of something on the way that does not like it: it counts only
 * after an ordinary SYN was answered so as well.
 */
final class FirstFlight {
    private final Platform platform;
    private final SystemCalls calls;
    private final LocalAddress local;
    private final InetSocketAddress remote;

    private Phase phase = Phase.HELD;
    private int offered;
    private int inSyn;
    private int taken;
    private FastOpenReport report = FastOpenReport.notTried("the SYN has not left yet", 0);

    private enum Phase {
        /** The SYN waits for data. */
        HELD,
        /** It has left. */
        SENT,
        /** It was refused, and an ordinary one has left. */
        SENT_PLAINLY,
        /** The connection stands. */
        STANDING
    }

    /** The addresses are those of the deferred connect, as the JDK knows them. */
    FirstFlight(Platform platform, LocalAddress local, InetSocketAddress remote) {
        this.platform = platform;
        this.calls = platform.calls();
        this.local = local;
        this.remote = remote;
    }

    /**
     * Connects, where nobody else has: a SYN leaves that asks for a cookie. If there is one already nothing has left, and the socket is
     * as it was; whether it has.
     */
    boolean ask(int descriptor) throws IOException {
        InetSocketAddress before = local.get();
        int result = withoutWaiting(descriptor, () -> calls.connect(descriptor, remote));
        if (result == 0) {
            disconnect(descriptor, before);
            return false;
        }
        if (!Errno.EINPROGRESS.is(result)) {
            throw Errno.exception(result);
        }
        asked(0);
        return true;
    }

    /** A SYN has left that asks for a cookie; these many bytes wait for the connection. */
    void asked(int waiting) {
        offered = waiting;
        sent();
    }

    private void sent() {
        phase = Phase.SENT;
        report = new FastOpenReport(Outcome.IN_FLIGHT, "the peer has not answered yet", offered, inSyn);
    }

    /** Lets the SYN leave, with as much of the bytes as fits. */
    void leave(int descriptor, ByteBuffer bytes) throws IOException {
        offered = bytes.remaining();
        long sent = calls.send(descriptor, bytes);
        while (Errno.EINTR.is(sent)) {
            sent = calls.send(descriptor, bytes);
        }
        // EINPROGRESS: an empty flight; the SYN has left without data.
        if (sent < 0 && !Errno.EINPROGRESS.is(sent)) {
            throw Errno.exception(sent);
        }
        inSyn = (int) Math.max(0, sent);
        taken = inSyn;
        sent();
    }

    /**
     * Whether the connection stands by now.
     *
     * @throws IOException the reason why it never will, in the words of connect
     */
    boolean stands(int descriptor) throws IOException {
        if (phase == Phase.STANDING) {
            return true;
        }
        Handshake handshake = calls.handshake(descriptor);
        if (handshake.underWay()) {
            return false;
        }
        if (handshake.failed()) {
            failed(descriptor);
            // A peer on the same machine may have answered the second SYN by now.
            return stands(descriptor);
        }
        settle(handshake);
        phase = Phase.STANDING;
        return true;
    }

    private void settle(Handshake handshake) {
        if (phase == Phase.SENT) {
            report = Reports.ofClient(handshake, offered, inSyn);
            platform.learn(remote.getAddress(), report);
        } else {
            report = Reports.ofReset(offered, inSyn);
            platform.paths().strike(remote.getAddress());
        }
    }

    private void failed(int descriptor) throws IOException {
        int error = calls.takeError(descriptor);
        if (phase != Phase.SENT || !Errno.answered(error)) {
            throw Errno.exception(error == 0 ? Errno.ECONNREFUSED.result() : error);
        }
        InetSocketAddress before = local.get();
        int result = withoutWaiting(descriptor, () -> reconnect(descriptor, before));
        if (result < 0 && !Errno.EINPROGRESS.is(result)) {
            throw Errno.exception(result);
        }
        taken = 0;
        phase = Phase.SENT_PLAINLY;
    }

    private int reconnect(int descriptor, @Nullable InetSocketAddress before) {
        disconnect(descriptor, before);
        platform.disarm(descriptor);
        return calls.connect(descriptor, remote);
    }

    private void disconnect(int descriptor, @Nullable InetSocketAddress before) {
        calls.disconnect(descriptor);
        // The kernel leaves an ECONNRESET of its own behind, which would be taken for the next connection's.
        calls.takeError(descriptor);
        if (before != null) {
            // The same port as before, because it has been told. Should it be gone, any other will do.
            calls.bind(descriptor, before);
        }
    }

    private int withoutWaiting(int descriptor, IntSupplier call) {
        boolean blocking = calls.blocking(descriptor);
        if (blocking) {
            calls.setBlocking(descriptor, false);
        }
        try {
            return call.getAsInt();
        } finally {
            if (blocking) {
                calls.setBlocking(descriptor, true);
            }
        }
    }

    /** How many of the bytes the kernel has taken so far; back to zero after a refusal. */
    int taken() {
        return taken;
    }

    FastOpenReport report() {
        return report;
    }

    /** The address the JDK's socket is bound to, as far as it knows. */
    interface LocalAddress {
        @Nullable
        InetSocketAddress get() throws IOException;
    }
}

package tfo.linux.socket;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenPolicy;

/**
 * An ordinary connection beside one that asked for Fast Open and is not answered, for requests that give up before the kernel's own
 * repetition of the SYN, which comes after a second (RFC 6298 section 2.1), could be answered. Whichever stands first is taken.
 */
final class SecondSyn {
    private static final Duration HURRY = Duration.ofSeconds(2);
    private static final int SHARE = 3;

    private final LinuxPendingConnection asked;
    private final Deadline deadline;
    private final Platform platform;
    private final ConnectRequest request;

    /** Beside this one, which has waited for its share of the time-out. */
    SecondSyn(LinuxPendingConnection asked, Deadline deadline, ConnectRequest request, Platform platform) {
        this.asked = asked;
        this.deadline = deadline;
        this.request = request;
        this.platform = platform;
    }

    /** Whether a request's time-out is so short that it may need one. */
    static boolean mayServe(ConnectRequest request) {
        return request.policy() == FastOpenPolicy.PREFER
                && !request.timeout().isZero()
                && request.timeout().compareTo(HURRY) < 0;
    }

    /** How long to wait for the first alone. A third of the time-out leaves the second more time than the first had. */
    static Deadline patience(ConnectRequest request) {
        return Deadline.afterNanos(request.timeout().toNanos() / SHARE);
    }

    /** Waits for the first that stands, and closes the other. */
    FastOpenConnection await() throws IOException {
        try (asked;
                LinuxPendingConnection plain = plain()) {
            return plain == null ? asked.await() : first(plain);
        }
    }

    // The port that is asked for may be in use now, or there may be no descriptor left: then the first goes on alone.
    private @Nullable LinuxPendingConnection plain() {
        try {
            return LinuxPendingConnection.startPlainly(request.timeout(deadline.left()), asked.unanswered(), platform);
        } catch (IOException e) {
            return null;
        }
    }

    private FastOpenConnection first(LinuxPendingConnection plain) throws IOException {
        while (!deadline.over()) {
            if (stands()) {
                return asked.await();
            }
            if (plain.stands() || !asked.isOpen()) {
                return taken(plain);
            }
            await(plain);
        }
        // Neither was answered: that is not for Fast Open's sake.
        platform.paths().verdict(request.remote().getAddress(), false);
        throw asked.tooLate();
    }

    // Its refusal may be the work of something on the way: the ordinary one tells.
    private boolean stands() throws IOException {
        try {
            return asked.isOpen() && asked.stands();
        } catch (SocketException e) {
            return false;
        }
    }

    private FastOpenConnection taken(LinuxPendingConnection plain) throws IOException {
        asked.close();
        FastOpenConnection connection = plain.await();
        platform.paths().strike(request.remote().getAddress());
        return connection;
    }

    private void await(LinuxPendingConnection plain) throws IOException {
        try (Readiness.Waiter one = asked.waiter();
                Readiness.Waiter other = plain.waiter()) {
            Readiness.awaitEither(one, other, deadline);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
    }
}

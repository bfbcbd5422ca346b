package tfo.linux.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenRequiredException;
import tfo.api.socket.PendingConnection;

/**
 * A connection under way. Where a cookie is at hand the JDK's channel counts as connected from the beginning, and the kernel tells
 * how the handshake stands; otherwise both agree.
 */
final class LinuxPendingConnection implements PendingConnection {
    private final ConnectRequest request;
    private final Platform platform;
    private final SocketChannel channel;
    private final Deadline deadline;
    private final boolean tried;
    private final ByteBuffer flight;
    private final FirstFlight firstFlight;
    private final Beginning beginning = Beginning.byUs();

    private Phase phase = Phase.CONNECTING;
    private FastOpenReport report;

    /** The number of the channel's descriptor, as far as it was looked for and found. */
    private int number;

    /** Set before the channel becomes known to others, if the number is known. */
    private @Nullable Descriptor descriptor;

    private @Nullable LinuxConnection connection;

    private enum Phase {
        /** The handshake of an ordinary connection; in blocking mode it may have asked for a cookie. */
        CONNECTING,
        /** The handshake of a connection that asked for a cookie. */
        ASKED,
        /** The flight is in the SYN. */
        IN_SYN,
        /** The connection stands, and some of the flight is left. */
        WRITING,
        /** All is done. */
        STANDING
    }

    private LinuxPendingConnection(ConnectRequest request, Platform platform, Deadline deadline, Opening opening) {
        this.request = request;
        this.platform = platform;
        this.deadline = deadline;
        this.channel = opening.channel();
        this.tried = opening.plan().tried();
        this.number = opening.number();
        this.flight = request.firstFlight();
        this.firstFlight = new FirstFlight(platform, this::local, request.remote());
        this.report = FastOpenReport.notTried(opening.plan().reason(), flight.remaining());
    }

    /** Opens a channel and lets the SYN leave, with the flight in it where that can be. */
    static LinuxPendingConnection start(ConnectRequest request, Platform platform) throws IOException {
        return open(request, false, false, platform).begun().shared();
    }

    /** The same, and waits until all is done, on any kind of thread. The connection's channel is in blocking mode. */
    static FastOpenConnection connect(ConnectRequest request, Platform platform) throws IOException {
        LinuxPendingConnection pending = waiting(request, platform);
        try {
            pending.begun();
            if (pending.inTime()) {
                return pending.await();
            }
        } catch (SocketException e) {
            boolean onlyAsked = pending.tried && pending.phase == Phase.CONNECTING;
            if (!onlyAsked || request.policy() == FastOpenPolicy.REQUIRE || pending.deadline.over()) {
                throw e;
            }
            // Perhaps not the peer refused, but something on the way that does not like to be asked for a cookie.
            return connectPlainly(request.timeout(pending.deadline.left()), platform);
        }
        return new SecondSyn(pending, pending.deadline, request, platform).await();
    }

    private static FastOpenConnection connectPlainly(ConnectRequest request, Platform platform) throws IOException {
        FastOpenReport report = Reports.ofReset(request.firstFlight().remaining(), 0);
        FastOpenConnection connection = startPlainly(request, report, platform).await();
        platform.paths().strike(request.remote().getAddress());
        return connection;
    }

    /** Starts without Fast Open, which shall be reported like this, to be waited for. */
    static LinuxPendingConnection startPlainly(ConnectRequest request, FastOpenReport report, Platform platform)
            throws IOException {
        LinuxPendingConnection pending = waiting(request.policy(FastOpenPolicy.OFF), platform);
        pending.report = report;
        return pending.begun();
    }

    private static LinuxPendingConnection waiting(ConnectRequest request, Platform platform) throws IOException {
        // Without a time-out the JDK's own waiting will do, and the mode need not be changed twice.
        boolean blocking = request.timeout().isZero();
        return open(request, blocking, !blocking, platform);
    }

    private static LinuxPendingConnection open(
            ConnectRequest request, boolean blocking, boolean waiting, Platform platform) throws IOException {
        Addresses.check(request);
        Deadline deadline = Deadline.after(request.timeout());
        Opening opening = Opening.of(request, blocking, waiting, platform);
        return new LinuxPendingConnection(request, platform, deadline, opening);
    }

    private LinuxPendingConnection begun() throws IOException {
        return orClose(() -> {
            begin();
            return this;
        });
    }

    /** Waits until it stands, if need be for as long as may be waited without a second SYN; whether it does, or needs none. */
    private boolean inTime() throws IOException {
        if (!tried || !SecondSyn.mayServe(request)) {
            return true;
        }
        Deadline patience = SecondSyn.patience(request);
        while (!stands() && !patience.over()) {
            orClose(() -> awaitReadiness(patience));
        }
        return phase == Phase.WRITING || phase == Phase.STANDING;
    }

    /** Acts, and closes the channel if that fails in any way. */
    private <T> T orClose(Step<T> step) throws IOException {
        boolean done = false;
        try {
            T result = step.take();
            done = true;
            return result;
        } catch (IOException e) {
            throw Addresses.named(e, "connect", request.remote());
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    private void begin() throws IOException {
        if (!tried && request.policy() == FastOpenPolicy.REQUIRE) {
            throw required();
        }
        boolean connected = channel.connect(request.remote());
        if (tried && connected && deferred()) {
            phase = Phase.IN_SYN;
            firstFlight.leave(number, flight);
            report = firstFlight.report();
        } else if (tried) {
            phase = Phase.ASKED;
            firstFlight.asked(flight.remaining());
        }
    }

    /**
     * Whether the SYN is held back. In blocking mode the connection may stand by now instead, without a cookie: then to send the
     * flight is right as well, unless it must not be sent like that.
     */
    private boolean deferred() {
        return request.policy() != FastOpenPolicy.REQUIRE
                || platform.calls().handshake(number).underWay();
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public int interestOps() {
        boolean connecting = phase == Phase.CONNECTING || phase == Phase.ASKED;
        return connecting ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
    }

    @Override
    public int taken() {
        return phase == Phase.IN_SYN ? firstFlight.taken() : flight.position();
    }

    /** Makes the channel safe to hand to the user, who may close it at any time. */
    private LinuxPendingConnection shared() {
        descriptor = number < 0 ? null : Descriptor.of(number, platform.calls());
        return this;
    }

    @Override
    public Optional<FastOpenConnection> finish() throws IOException {
        return orClose(() -> {
            if (!advance() && deadline.over()) {
                throw timedOut();
            }
            return Optional.ofNullable(connection);
        });
    }

    /** Goes as far as it can without waiting; whether that is all the way. */
    private boolean advance() throws IOException {
        if (phase == Phase.CONNECTING && channel.finishConnect()) {
            platform.paths().verdict(request.remote().getAddress(), true);
            settled(report);
        }
        // First the kernel: for the JDK whatever answered the SYN that asked is the last word.
        if (phase == Phase.ASKED && flightStands() && channel.finishConnect()) {
            settled(firstFlight.report());
        }
        if (phase == Phase.IN_SYN && flightStands()) {
            flight.position(flight.position() + firstFlight.taken());
            settled(firstFlight.report());
        }
        if (phase == Phase.WRITING) {
            write();
        }
        return phase == Phase.STANDING;
    }

    /** Goes as far as it can without waiting; whether the connection stands, though some of the flight may be left. */
    boolean stands() throws IOException {
        return orClose(() -> advance() || phase == Phase.WRITING);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** What to report if an ordinary connection takes its place. */
    FastOpenReport unanswered() {
        return Reports.ofSilence(report.offered(), report.inSyn());
    }

    private boolean flightStands() throws IOException {
        return this.<Boolean>onDescriptor(firstFlight::stands);
    }

    private void settled(FastOpenReport outcome) throws FastOpenRequiredException {
        report = outcome;
        if (request.policy() == FastOpenPolicy.REQUIRE && !outcome.acknowledged()) {
            throw required();
        }
        phase = Phase.WRITING;
    }

    private void write() throws IOException {
        while (flight.hasRemaining()) {
            if (channel.write(flight) == 0) {
                return;
            }
        }
        phase = Phase.STANDING;
        connection = LinuxConnection.connected(platform, channel, number, beginning, report);
    }

    // While nobody else knows the channel its number cannot change its meaning.
    private <T> T onDescriptor(Descriptor.Call<T, IOException> action) throws IOException {
        return descriptor == null ? action.on(number) : descriptor.call(action);
    }

    /** Waits until all is done. */
    FastOpenConnection await() throws IOException {
        Optional<FastOpenConnection> done = finish();
        while (done.isEmpty()) {
            orClose(() -> awaitReadiness(deadline));
            done = finish();
        }
        if (!channel.isBlocking()) {
            channel.configureBlocking(true);
        }
        return done.get();
    }

    private boolean awaitReadiness(Deadline until) throws ClosedByInterruptException {
        boolean ready;
        try (Readiness.Waiter waiter = waiter()) {
            ready = waiter.await(until);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
        return ready;
    }

    /** Begins to watch for the next step. To be closed before the connection is. */
    Readiness.Waiter waiter() {
        Readiness readiness = platform.readiness();
        return number < 0 ? readiness.unwatched() : readiness.watch(number);
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    private @Nullable InetSocketAddress local() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private FastOpenRequiredException required() {
        return new FastOpenRequiredException(Addresses.name(request.remote()), report);
    }

    private SocketTimeoutException timedOut() {
        if (phase != Phase.WRITING) {
            InetAddress peer = request.remote().getAddress();
            if (tried) {
                platform.paths().suspect(peer);
            } else {
                platform.paths().verdict(peer, false);
            }
        }
        return tooLate();
    }

    SocketTimeoutException tooLate() {
        Duration limit = request.timeout();
        return new SocketTimeoutException("connect " + Addresses.name(request.remote()) + ": timed out after " + limit);
    }

    @Override
    public void close() throws IOException {
        if (phase != Phase.STANDING) {
            channel.close();
        }
    }
}

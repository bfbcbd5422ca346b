package tfo.fallback.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenRequiredException;
import tfo.api.socket.ListenRequest;
import tfo.api.socket.PendingConnection;

/** Makes the JDK's channels do what a request says, and leaves none of them open where that fails. */
public final class PortableSockets {
    /** Why Fast Open is not tried, in the words of reports and availabilities. */
    public static final String NO_FAST_OPEN = "the portable provider has no Fast Open";

    private PortableSockets() {}

    /** Connects, then writes the whole first flight, both within the request's time-out. */
    public static FastOpenConnection connect(ConnectRequest request) throws IOException {
        FastOpenReport report = admit(request);
        SocketChannel channel = open(request);
        long begin = System.nanoTime();
        try {
            connectInTime(channel, request);
            return new PortableConnection(channel, report, false, begin);
        } catch (Throwable e) {
            abort(channel);
            throw e;
        }
    }

    private static void connectInTime(SocketChannel channel, ConnectRequest request) throws IOException {
        try (Deadline deadline = Deadline.closing(channel, request.timeout())) {
            connectAndWrite(channel, request, deadline);
            if (!deadline.met()) {
                throw Failures.timedOut(request);
            }
        }
    }

    private static void connectAndWrite(SocketChannel channel, ConnectRequest request, Deadline deadline)
            throws IOException {
        try {
            channel.connect(request.remote());
            new Flight(request.firstFlight()).writeAll(channel);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw deadline.met() ? Failures.during("connect", request.remote(), e) : Failures.timedOut(request);
        }
    }

    /** Starts the same and does not wait. */
    public static PendingConnection start(ConnectRequest request) throws IOException {
        FastOpenReport report = admit(request);
        SocketChannel channel = open(request);
        try {
            channel.configureBlocking(false);
            return PortablePending.start(channel, request, report);
        } catch (Throwable e) {
            abort(channel);
            throw e;
        }
    }

    /** Checks all that can be known before there is a descriptor. */
    private static FastOpenReport admit(ConnectRequest request) throws IOException {
        Addresses.checkConnect(request);
        FastOpenReport report =
                FastOpenReport.notTried(reason(request), request.firstFlight().remaining());
        if (request.policy() == FastOpenPolicy.REQUIRE) {
            throw new FastOpenRequiredException(Addresses.text(request.remote()), report);
        }
        return report;
    }

    private static String reason(ConnectRequest request) {
        if (request.policy() == FastOpenPolicy.OFF) {
            return "policy OFF";
        }
        return request.firstFlight().hasRemaining() ? NO_FAST_OPEN : "no first flight";
    }

    private static SocketChannel open(ConnectRequest request) throws IOException {
        SocketChannel channel = open("connect", request.remote(), SocketChannel::open);
        try {
            Options.set(channel, request.options());
            bind(channel, request.local());
            return channel;
        } catch (Throwable e) {
            abort(channel);
            throw e;
        }
    }

    private static void bind(SocketChannel channel, Optional<InetSocketAddress> local) throws IOException {
        if (local.isEmpty()) {
            return;
        }
        try {
            channel.bind(local.get());
        } catch (IOException e) {
            throw Failures.during("bind", local.get(), e);
        }
    }

    /** Binds a listener. */
    public static FastOpenListener listen(ListenRequest request) throws IOException {
        Addresses.checkResolved("listen", request.local());
        ServerSocketChannel channel = open("listen", request.local(), ServerSocketChannel::open);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            Options.set(channel, request.options());
            bind(channel, request);
            return new PortableListener(channel);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static void bind(ServerSocketChannel channel, ListenRequest request) throws IOException {
        try {
            channel.bind(request.local(), request.backlog());
        } catch (IOException e) {
            throw Failures.during("listen", request.local(), e);
        }
    }

    private static <C extends NetworkChannel> C open(String operation, InetSocketAddress address, Opening<C> opening)
            throws IOException {
        try {
            return opening.open();
        } catch (IOException e) {
            throw Failures.during(operation, address, e);
        }
    }

    /** Closes the channel by a reset, lest the peer take half a flight for the whole, and lest the close wait (SO_LINGER). */
    static void abort(SocketChannel channel) throws IOException {
        try {
            if (channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // Closed meanwhile by the deadline or an interrupt, which is what was wanted.
        } finally {
            channel.close();
        }
    }

    private interface Opening<C> {
        C open() throws IOException;
    }
}

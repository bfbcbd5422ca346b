package tfo.fallback.socket;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.PendingConnection;

/** Goes through the handshake, then through the flight, as far as each readiness carries. */
final class PortablePending implements PendingConnection {
    private final SocketChannel channel;
    private final ConnectRequest request;
    private final FastOpenReport report;
    private final Flight flight;
    private final long begin = System.nanoTime();
    private @Nullable FastOpenConnection connection;

    private PortablePending(SocketChannel channel, ConnectRequest request, FastOpenReport report) {
        this.channel = channel;
        this.request = request;
        this.report = report;
        this.flight = new Flight(request.firstFlight());
    }

    static PortablePending start(SocketChannel channel, ConnectRequest request, FastOpenReport report)
            throws IOException {
        PortablePending pending = new PortablePending(channel, request, report);
        try {
            if (channel.connect(request.remote())) {
                pending.flight.write(channel);
            }
        } catch (IOException e) {
            throw Failures.during("connect", request.remote(), e);
        }
        return pending;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public int interestOps() {
        return channel.isConnectionPending() ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
    }

    @Override
    public int taken() {
        return flight.taken();
    }

    @Override
    public Optional<FastOpenConnection> finish() throws IOException {
        if (connection == null) {
            try {
                connection = advance() ? new PortableConnection(channel, report, false, begin) : null;
            } catch (Throwable e) {
                PortableSockets.abort(channel);
                throw e;
            }
        }
        return Optional.ofNullable(connection);
    }

    private boolean advance() throws IOException {
        if (overdue()) {
            throw Failures.timedOut(request);
        }
        try {
            return channel.finishConnect() && flight.write(channel);
        } catch (IOException e) {
            throw Failures.during("connect", request.remote(), e);
        }
    }

    private boolean overdue() {
        long limit = Deadline.nanos(request.timeout());
        return limit != 0 && System.nanoTime() - begin >= limit;
    }

    @Override
    public void close() throws IOException {
        if (connection == null) {
            PortableSockets.abort(channel);
        }
    }
}

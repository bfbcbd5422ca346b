package tfo.fallback.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tfo.api.Availability;
import tfo.api.socket.SocketQueues;

/** What the JDK itself tells of the queues of a channel or socket: what waits to be read; and it can send an urgent byte. */
public final class PortableQueues implements SocketQueues {
    private static final Availability MISSING =
            Availability.missing("the JDK has no such operation; on Linux the bundle tfo.linux may");

    // The JDK's own words in non-blocking mode and on a virtual thread, which it has no type for.
    private static final Set<String> NO_ROOM = Set.of("Socket buffer full", "No buffer space available");

    private final Object owner;
    private final BooleanSupplier open;
    private final Connection connection;

    private PortableQueues(Object owner, BooleanSupplier open, Connection connection) throws ClosedChannelException {
        this.owner = owner;
        this.open = open;
        this.connection = connection;
        checkOpen();
    }

    /** See {@link tfo.api.socket.FastOpenSockets#queues(NetworkChannel)}. */
    public static SocketQueues of(NetworkChannel channel) throws ClosedChannelException {
        if (TcpChannel.isOne(Objects.requireNonNull(channel, "channel"))) {
            if (channel instanceof SocketChannel connection) {
                return new PortableQueues(channel, channel::isOpen, operation -> connection.socket());
            }
            if (channel instanceof ServerSocketChannel listener) {
                return new PortableQueues(channel, channel::isOpen, operation -> refuse(listener, operation));
            }
        }
        throw new IllegalArgumentException("not a SocketChannel or ServerSocketChannel of TCP: " + channel);
    }

    /** See {@link tfo.api.socket.FastOpenSockets#queues(Socket)}. */
    public static SocketQueues of(Socket socket) throws ClosedChannelException {
        SocketChannel channel = socket.getChannel();
        if (channel != null) {
            return of(channel);
        }
        if (socket instanceof PortableSocket portable) {
            return new PortableQueues(portable, portable::isOpen, operation -> portable);
        }
        throw new IllegalArgumentException("neither of this provider's factory nor of a channel: " + socket);
    }

    private static Socket refuse(ServerSocketChannel listener, Operation operation) throws IOException {
        throw new SocketException(
                operation == Operation.SIOCINQ
                        ? "ioctl SIOCINQ on "
                                + Addresses.text((InetSocketAddress) listener.getLocalAddress())
                                + ": Invalid argument (EINVAL)"
                        : "send MSG_OOB: a listener has no peer (ENOTCONN)");
    }

    private void checkOpen() throws ClosedChannelException {
        if (!open.getAsBoolean()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public Availability supports(Operation operation) {
        return switch (operation) {
            case SIOCINQ, SEND_MSG_OOB -> Availability.ready();
            case SIOCOUTQ, SIOCOUTQNSD, SIOCATMARK, MSG_PEEK, MSG_TRUNC, RECEIVE_MSG_OOB -> MISSING;
        };
    }

    @Override
    public int inQueue() throws IOException {
        checkOpen();
        Socket socket = connection.socket(Operation.SIOCINQ);
        return !socket.isConnected() || socket.isInputShutdown() ? 0 : available(socket);
    }

    private int available(Socket socket) throws IOException {
        try {
            return socket.getInputStream().available();
        } catch (SocketException e) {
            throw open.getAsBoolean() ? e : new ClosedChannelException();
        }
    }

    @Override
    public int outQueue() throws IOException {
        throw unsupported(Operation.SIOCOUTQ);
    }

    @Override
    public int unsent() throws IOException {
        throw unsupported(Operation.SIOCOUTQNSD);
    }

    @Override
    public boolean atMark() throws IOException {
        throw unsupported(Operation.SIOCATMARK);
    }

    @Override
    public int peek(ByteBuffer buffer) throws IOException {
        throw unsupported(Operation.MSG_PEEK);
    }

    @Override
    public long discard(long most) throws IOException {
        throw unsupported(Operation.MSG_TRUNC);
    }

    @Override
    public boolean sendUrgent(byte urgent) throws IOException {
        checkOpen();
        Socket socket = connection.socket(Operation.SEND_MSG_OOB);
        if (!socket.isConnected()) {
            // Nor is it once it is closed.
            checkOpen();
            throw new NotYetConnectedException();
        }
        if (socket.isOutputShutdown()) {
            throw new ClosedChannelException();
        }
        return sendUrgent(socket, urgent);
    }

    private boolean sendUrgent(Socket socket, byte urgent) throws IOException {
        try {
            socket.sendUrgentData(urgent);
            return true;
        } catch (IOException e) {
            if (NO_ROOM.contains(String.valueOf(e.getMessage()))) {
                return false;
            }
            throw open.getAsBoolean() ? e : new ClosedChannelException();
        }
    }

    @Override
    public OptionalInt receiveUrgent() throws IOException {
        throw unsupported(Operation.RECEIVE_MSG_OOB);
    }

    private UnsupportedOperationException unsupported(Operation operation) throws ClosedChannelException {
        checkOpen();
        return new UnsupportedOperationException(operation + ": " + MISSING.reason());
    }

    @Override
    public String toString() {
        return "SocketQueues[" + owner + "]";
    }

    /** The connection that an operation is about; what a listener answers. */
    private interface Connection {
        Socket socket(Operation operation) throws IOException;
    }
}

package tfo.fallback.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
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
import tfo.api.Availability;
import tfo.api.socket.SocketQueues;

/** What the JDK itself tells of the queues of a channel: what waits to be read; and it can send an urgent byte. */
public final class PortableQueues implements SocketQueues {
    private static final Availability MISSING =
            Availability.missing("java.nio has no such operation; on Linux the bundle tfo.linux may");

    // The JDK's own words in non-blocking mode and on a virtual thread, which it has no type for.
    private static final Set<String> NO_ROOM = Set.of("Socket buffer full", "No buffer space available");

    private final NetworkChannel channel;

    private PortableQueues(NetworkChannel channel) {
        this.channel = channel;
    }

    /** See {@link tfo.api.socket.FastOpenSockets#queues}. */
    public static SocketQueues of(NetworkChannel channel) throws ClosedChannelException {
        Objects.requireNonNull(channel, "channel");
        boolean known = channel instanceof SocketChannel || channel instanceof ServerSocketChannel;
        if (!known || !TcpChannel.isOne(channel)) {
            throw new IllegalArgumentException("not a channel of TCP: " + channel);
        }
        checkOpen(channel);
        return new PortableQueues(channel);
    }

    private static void checkOpen(NetworkChannel channel) throws ClosedChannelException {
        if (!channel.isOpen()) {
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
        checkOpen(channel);
        if (!(channel instanceof SocketChannel socket)) {
            throw new SocketException("ioctl SIOCINQ on "
                    + Addresses.text((InetSocketAddress) channel.getLocalAddress()) + ": Invalid argument (EINVAL)");
        }
        boolean nothing = !socket.isConnected() || socket.socket().isInputShutdown();
        return nothing ? 0 : available(socket);
    }

    private static int available(SocketChannel channel) throws IOException {
        try {
            return channel.socket().getInputStream().available();
        } catch (SocketException e) {
            throw channel.isOpen() ? e : new ClosedChannelException();
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
        checkOpen(channel);
        if (!(channel instanceof SocketChannel socket)) {
            throw new SocketException("send MSG_OOB: a listener has no peer (ENOTCONN)");
        }
        if (!socket.isConnected()) {
            // Nor is it once it is closed.
            checkOpen(channel);
            throw new NotYetConnectedException();
        }
        if (socket.socket().isOutputShutdown()) {
            throw new ClosedChannelException();
        }
        return sendUrgent(socket, urgent);
    }

    private static boolean sendUrgent(SocketChannel channel, byte urgent) throws IOException {
        try {
            channel.socket().sendUrgentData(urgent);
            return true;
        } catch (IOException e) {
            if (NO_ROOM.contains(String.valueOf(e.getMessage()))) {
                return false;
            }
            throw channel.isOpen() ? e : new ClosedChannelException();
        }
    }

    @Override
    public OptionalInt receiveUrgent() throws IOException {
        throw unsupported(Operation.RECEIVE_MSG_OOB);
    }

    private UnsupportedOperationException unsupported(Operation operation) throws ClosedChannelException {
        checkOpen(channel);
        return new UnsupportedOperationException(operation + ": " + MISSING.reason());
    }

    @Override
    public String toString() {
        return "SocketQueues[" + channel + "]";
    }
}

package tfo.linux.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.NotYetConnectedException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tfo.api.Availability;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.TcpState;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.QueueCalls;

/** The queues of a JDK channel or socket, by its descriptor. */
final class LinuxQueues implements SocketQueues {
    private static final String NOT_FOUND = "the socket's descriptor was not found";
    private static final int END = -1;

    /** The states in which a FIN is queued or under way, and the peer has not acknowledged it. */
    private static final Set<TcpState> FINISHING = EnumSet.of(TcpState.FIN_WAIT_1, TcpState.CLOSING, TcpState.LAST_ACK);

    private final Platform platform;
    private final QueueCalls calls;
    private final QueueOwner owner;
    private final Search search;

    /** Nothing until it is found: a process without descriptors does not find those it has. */
    private volatile @Nullable Descriptor descriptor;

    LinuxQueues(Platform platform, QueueOwner owner, Search search) throws IOException {
        this.platform = platform;
        this.calls = platform.queues();
        this.owner = owner;
        this.search = search;
        whileOpen(() -> Optional.ofNullable(descriptor()));
    }

    /** The queues of a channel that others may close at any time. */
    static LinuxQueues of(NetworkChannel channel, Platform platform) throws IOException {
        return new LinuxQueues(platform, new QueueOwner.OfChannel(channel), () -> locate(channel, platform));
    }

    private static @Nullable Descriptor locate(NetworkChannel channel, Platform platform) throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        int number = platform.descriptors().locate(channel);
        Descriptor descriptor = number < 0 ? null : Descriptor.of(number, platform.calls());
        // A channel says that it is closed before its number is free for others.
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        return descriptor;
    }

    private @Nullable Descriptor descriptor() throws IOException {
        Descriptor known = descriptor;
        if (known == null) {
            known = search.descriptor();
            descriptor = known;
        }
        return known;
    }

    @Override
    public Availability supports(Operation operation) {
        Objects.requireNonNull(operation, "operation");
        try {
            boolean found = descriptor() != null || starving();
            return found ? Availability.ready() : Availability.missing(NOT_FOUND);
        } catch (IOException e) {
            return Availability.missing("it is closed");
        }
    }

    /** Whether the process has no descriptor left, which does not last. */
    private boolean starving() {
        return platform.descriptors().hint() == Descriptors.NO_HINT;
    }

    @Override
    public int inQueue() throws IOException {
        return ask("SIOCINQ", Linux.SIOCINQ);
    }

    @Override
    public int outQueue() throws IOException {
        return written("SIOCOUTQ", Linux.SIOCOUTQ);
    }

    @Override
    public int unsent() throws IOException {
        return written("SIOCOUTQNSD", Linux.SIOCOUTQNSD);
    }

    /** Asks for a number of bytes among which the kernel counts a FIN that is not acknowledged. */
    private int written(String name, int request) throws IOException {
        return this.<Integer>call(name, number -> {
            TcpState state;
            int counted;
            do {
                state = state(number);
                counted = (int) checked(calls.ask(number, request), "ioctl " + name);
            } while (state != state(number));
            return counted > 0 && FINISHING.contains(state) ? counted - 1 : counted;
        });
    }

    private TcpState state(int number) {
        return platform.calls().handshake(number).state();
    }

    @Override
    public boolean atMark() throws IOException {
        return ask("SIOCATMARK", Linux.SIOCATMARK) != 0;
    }

    private int ask(String name, int request) throws IOException {
        return this.<Integer>call(name, number -> (int) checked(calls.ask(number, request), "ioctl " + name));
    }

    @Override
    public int peek(ByteBuffer buffer) throws IOException {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        return this.<Integer>call("MSG_PEEK", number ->
                (int) received("MSG_PEEK", number, buffer.remaining(), () -> calls.peek(number, buffer)));
    }

    @Override
    public long discard(long most) throws IOException {
        if (most < 0) {
            throw new IllegalArgumentException("a number of bytes is not negative: " + most);
        }
        return this.<Long>call(
                "MSG_TRUNC", number -> received("MSG_TRUNC", number, most, () -> calls.discard(number, most)));
    }

    /** Receives if there is something, and does not touch an error, which the kernel would tell once and never again. */
    private long received(String name, int number, long most, Reception reception) throws IOException {
        if (connected().isInputShutdown()) {
            return END;
        }
        if (most == 0) {
            return 0;
        }
        int events = (int) checked(calls.events(number, Linux.POLLIN), "poll");
        if ((events & Linux.POLLERR) != 0 && calls.ask(number, Linux.SIOCINQ) <= 0) {
            throw new SocketException(what(name) + ": the connection has failed; read tells why");
        }
        if ((events & Linux.POLLIN) == 0) {
            return 0;
        }
        long received = reception.receive();
        if (Errno.EAGAIN.is(received)) {
            return 0;
        }
        return received == 0 ? END : checked(received, "recv " + name);
    }

    @Override
    public boolean sendUrgent(byte urgent) throws IOException {
        return this.<Boolean>call("MSG_OOB", number -> {
            if (connected().isOutputShutdown()) {
                throw new ClosedChannelException();
            }
            // A SYN has no place for it: what waits for one would arrive as an ordinary byte.
            if (state(number) == TcpState.SYN_SENT) {
                throw new NotYetConnectedException();
            }
            long sent = calls.sendUrgent(number, urgent);
            return !Errno.EAGAIN.is(sent) && checked(sent, "send MSG_OOB") == 1;
        });
    }

    @Override
    public OptionalInt receiveUrgent() throws IOException {
        return this.<OptionalInt>call("MSG_OOB", number -> {
            connected();
            int urgent = calls.receiveUrgent(number);
            if (Errno.ENOTCONN.is(urgent)) {
                throw new SocketException(what("MSG_OOB") + ": the connection has failed; read tells why (ENOTCONN)");
            }
            return Errno.EINVAL.is(urgent) || Errno.EAGAIN.is(urgent)
                    ? OptionalInt.empty()
                    : OptionalInt.of((int) checked(urgent, "recv MSG_OOB"));
        });
    }

    private Socket connected() throws IOException {
        Optional<Socket> connection = owner.connection();
        if (connection.isEmpty()) {
            throw Errno.during(Errno.ENOTCONN.result(), what("recv"), null);
        }
        if (!connection.get().isConnected()) {
            // Nor is it once it is closed, which the call on the duplicate does not notice.
            checkOpen();
            throw new NotYetConnectedException();
        }
        return connection.get();
    }

    private void checkOpen() throws ClosedChannelException {
        if (!owner.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private <T> T call(String name, Descriptor.Call<T, IOException> action) throws IOException {
        return whileOpen(() -> onDescriptor(name, action));
    }

    /** Does something; what fails because of a close meanwhile, which shuts the socket down first, says so. */
    private <T> T whileOpen(Action<T> action) throws IOException {
        checkOpen();
        try {
            return action.run();
        } catch (SocketException e) {
            checkOpen();
            throw e;
        }
    }

    private <T> T onDescriptor(String name, Descriptor.Call<T, IOException> action) throws IOException {
        Descriptor found = descriptor();
        if (found != null) {
            return found.call(action);
        }
        if (starving()) {
            throw Errno.during(Errno.EMFILE.result(), what(name), null);
        }
        throw new UnsupportedOperationException(name + ": " + NOT_FOUND);
    }

    private long checked(long result, String operation) throws IOException {
        if (result < 0) {
            throw Errno.during(result, what(operation), null);
        }
        return result;
    }

    private String what(String operation) throws IOException {
        return owner.localAddress() instanceof InetSocketAddress local
                ? operation + " on " + Addresses.name(local)
                : operation;
    }

    @Override
    public String toString() {
        return "SocketQueues[" + owner + "]";
    }

    /** Looks for the descriptor; throws what the JDK throws if the channel or socket is closed. */
    interface Search {
        @Nullable
        Descriptor descriptor() throws IOException;
    }

    private interface Action<T> {
        T run() throws IOException;
    }

    private interface Reception {
        long receive();
    }
}

package tfo.linux.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.api.Availability;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.Sysctl;
import tfo.linux.kernel.SystemCalls;

/** The JDK's listener with TCP_FASTOPEN set. */
final class LinuxListener implements FastOpenListener {
    private final Platform platform;
    private final ServerSocketChannel channel;
    private final InetSocketAddress local;

    private final Granted granted;

    /** Nothing where it was not found. */
    private final @Nullable Descriptor descriptor;

    /** Held by the one who waits in accept, whose time-out is the adaptor's. */
    private final ReentrantLock acceptor = new ReentrantLock();

    private LinuxListener(
            Platform platform,
            ServerSocketChannel channel,
            @Nullable Descriptor descriptor,
            InetSocketAddress local,
            Granted granted) {
        this.platform = platform;
        this.channel = channel;
        this.descriptor = descriptor;
        this.local = local;
        this.granted = granted;
    }

    /**
     * What came at once of what was asked for.
     *
     * @param asked the length of the Fast Open queue that was asked for
     * @param queue its length, or a negated errno
     * @param keys whether all the keys that were asked for are in use; where not, the backup is missing
     */
    private record Granted(int asked, int queue, boolean keys) {}

    static LinuxListener listen(ListenRequest request, Platform platform) throws IOException {
        Addresses.resolved("listen", request.local());
        int hint = platform.descriptors().hint();
        ServerSocketChannel channel = opened(request);
        boolean done = false;
        try {
            LinuxListener listener = listen(channel, hint, request, platform);
            done = true;
            return listener;
        } catch (IOException e) {
            throw Addresses.named(e, "listen", request.local());
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    private static ServerSocketChannel opened(ListenRequest request) throws IOException {
        try {
            return ServerSocketChannel.open();
        } catch (IOException e) {
            throw Addresses.named(e, "listen", request.local());
        }
    }

    private static LinuxListener listen(ServerSocketChannel channel, int hint, ListenRequest request, Platform platform)
            throws IOException {
        // Before it is bound: what it accepts would inherit the mark of a search.
        int number = platform.descriptors().find(channel, hint);
        boolean keys = prepare(channel, number, request, platform);
        channel.bind(request.local(), request.backlog());
        // After it: sysctl bit 0x400 gives a listener that asks for no queue one as long as its backlog.
        int queue = queue(number, request.fastOpenQueue(), platform.calls());
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        Descriptor descriptor = Descriptor.of(number, platform.calls());
        Granted granted = new Granted(request.fastOpenQueue(), queue, keys);
        return new LinuxListener(platform, channel, descriptor, local, granted);
    }

    private static boolean prepare(ServerSocketChannel channel, int number, ListenRequest request, Platform platform)
            throws IOException {
        platform.options().learn(channel, number);
        platform.prepare(channel, number, request.options());
        return request.fastOpenKey().isEmpty()
                || CookieKeys.set(channel, request.fastOpenKey().get(), platform.options());
    }

    private static int queue(int number, int length, SystemCalls calls) {
        if (number < 0) {
            return Errno.EBADF.result();
        }
        int result = calls.setOption(number, Linux.IPPROTO_TCP, Linux.TCP_FASTOPEN, length);
        return result < 0 ? result : length(number, length, calls);
    }

    private static int length(int number, int otherwise, SystemCalls calls) {
        int length = calls.option(number, Linux.IPPROTO_TCP, Linux.TCP_FASTOPEN);
        return length < 0 ? otherwise : length;
    }

    @Override
    public ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public FastOpenConnection accept() throws IOException {
        lockInterruptibly();
        try {
            checkBlocking();
            int hint = platform.descriptors().hint();
            return accepted(channel.accept(), hint);
        } catch (IOException e) {
            throw Addresses.explained(e, "accept", local);
        } finally {
            acceptor.unlock();
        }
    }

    @Override
    public FastOpenConnection accept(Duration timeout) throws IOException {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("a time-out is more than zero: " + timeout);
        }
        Deadline deadline = Deadline.after(timeout);
        if (!tryLock(deadline)) {
            throw timedOut(timeout);
        }
        try {
            checkBlocking();
            return accept(deadline, timeout);
        } catch (IOException e) {
            throw Addresses.explained(e, "accept", local);
        } finally {
            acceptor.unlock();
        }
    }

    private FastOpenConnection accept(Deadline deadline, Duration timeout) throws IOException {
        long millis = deadline.limited() ? TimeUnit.NANOSECONDS.toMillis(deadline.remaining() + 999_999) : 0;
        if (deadline.limited() && millis <= 0) {
            throw timedOut(timeout);
        }
        int hint = platform.descriptors().hint();
        ServerSocket adaptor = channel.socket();
        try {
            adaptor.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
            return accepted(adaptor.accept().getChannel(), hint);
        } catch (SocketTimeoutException e) {
            throw timedOut(timeout);
        } catch (SocketException e) {
            // The adaptor's words for what the channel itself says by type.
            throw channel.isOpen() ? e : new AsynchronousCloseException();
        } finally {
            restore(adaptor);
        }
    }

    private static void restore(ServerSocket adaptor) {
        try {
            adaptor.setSoTimeout(0);
        } catch (SocketException e) {
            // It was closed meanwhile.
        }
    }

    private void lockInterruptibly() throws IOException {
        tryLock(Deadline.NONE);
    }

    private boolean tryLock(Deadline deadline) throws IOException {
        try {
            return acceptor.tryLock(deadline.remaining(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // As the JDK's own accept does.
            channel.close();
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    private void checkBlocking() throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (!channel.isBlocking()) {
            throw new IllegalBlockingModeException();
        }
    }

    private FastOpenConnection accepted(SocketChannel accepted, int hint) {
        return LinuxConnection.accepted(platform, accepted, hint);
    }

    private SocketTimeoutException timedOut(Duration timeout) {
        return new SocketTimeoutException("accept " + Addresses.name(local) + ": timed out after " + timeout);
    }

    @Override
    public FastOpenConnection adopt(SocketChannel accepted) {
        return accepted(Objects.requireNonNull(accepted, "accepted"), Descriptors.NO_HINT);
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public Availability fastOpen() {
        if (Errno.EBADF.is(granted.queue())) {
            return Availability.missing("the channel's descriptor was not found");
        }
        if (granted.queue() < 0) {
            return Availability.missing("setsockopt TCP_FASTOPEN: " + Errno.name(granted.queue()));
        }
        try {
            FastOpenQueue queue = new FastOpenQueue(granted.asked(), granted.queue(), length());
            Availability taken = queue.availability(Sysctl::number);
            return granted.keys() ? taken : CookieKeys.withoutBackup(taken);
        } catch (IOException e) {
            return Availability.missing("the listener is closed");
        }
    }

    /** The length of the Fast Open queue now, which may be set by its option, too. */
    private int length() throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        int first = granted.queue();
        try {
            return descriptor == null
                    ? first
                    : descriptor.<Integer, IOException>call(number -> length(number, first, platform.calls()));
        } catch (SocketException e) {
            // No descriptor is left to ask by.
            return first;
        }
    }

    @Override
    public Availability fastOpenKey(byte[] key) throws IOException {
        CookieKeys.check(key);
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (descriptor == null) {
            return Availability.missing("the channel's descriptor was not found");
        }
        return descriptor.<Availability, IOException>call(number -> CookieKeys.set(number, key, platform.calls()));
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return platform.options().supportedOn(channel);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return platform.options().get(channel, option);
    }

    @Override
    public <T> FastOpenListener setOption(SocketOption<T> option, T value) throws IOException {
        platform.options().set(channel, option, value);
        return this;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return "FastOpenListener[" + local + "]";
    }
}

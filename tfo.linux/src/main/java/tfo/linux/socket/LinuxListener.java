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
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.api.Availability;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.TcpOptions;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.Sysctl;
import tfo.linux.kernel.SystemCalls;

/** The JDK's listener with TCP_FASTOPEN set. */
final class LinuxListener implements FastOpenListener {
    private static final int KEY = 16;

    private final Platform platform;
    private final ServerSocketChannel channel;
    private final InetSocketAddress local;

    /** The length of the Fast Open queue that was asked for, and what came of it at once: a length, or a negated errno. */
    private final int asked, granted;

    /** Nothing where it was not found. */
    private final @Nullable Descriptor descriptor;

    /** Held by the one who waits in accept, whose time-out is the adaptor's. */
    private final ReentrantLock acceptor = new ReentrantLock();

    private LinuxListener(
            Platform platform,
            ServerSocketChannel channel,
            @Nullable Descriptor descriptor,
            InetSocketAddress local,
            int asked,
            int granted) {
        this.platform = platform;
        this.channel = channel;
        this.descriptor = descriptor;
        this.local = local;
        this.asked = asked;
        this.granted = granted;
    }

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
        prepare(channel, number, request, platform);
        channel.bind(request.local(), request.backlog());
        // After it: sysctl bit 0x400 gives a listener that asks for no queue one as long as its backlog.
        int granted = queue(number, request.fastOpenQueue(), platform.calls());
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        Descriptor descriptor = Descriptor.of(number, platform.calls());
        return new LinuxListener(platform, channel, descriptor, local, request.fastOpenQueue(), granted);
    }

    private static void prepare(ServerSocketChannel channel, int number, ListenRequest request, Platform platform)
            throws IOException {
        platform.options().learn(channel, number);
        platform.prepare(channel, number, request.options());
        if (request.fastOpenKey().isPresent()) {
            byte[] key = request.fastOpenKey().get();
            try {
                platform.options().set(channel, TcpOptions.TCP_FASTOPEN_KEY, key);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        }
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
        if (Errno.EBADF.is(granted)) {
            return Availability.missing("the channel's descriptor was not found");
        }
        if (granted < 0) {
            return Availability.missing("setsockopt TCP_FASTOPEN: " + Errno.name(granted));
        }
        try {
            return new FastOpenQueue(asked, granted, length()).availability(Sysctl::number);
        } catch (IOException e) {
            return Availability.missing("the listener is closed");
        }
    }

    /** The length of the Fast Open queue now, which may be set by its option, too. */
    private int length() throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        try {
            return descriptor == null
                    ? granted
                    : descriptor.<Integer, IOException>call(number -> length(number, granted, platform.calls()));
        } catch (SocketException e) {
            // No descriptor is left to ask by.
            return granted;
        }
    }

    @Override
    public Availability fastOpenKey(byte[] key) throws IOException {
        if (key.length != KEY && key.length != 2 * KEY) {
            throw new IllegalArgumentException("a Fast Open key has 16 or 32 bytes, not " + key.length);
        }
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (descriptor == null) {
            return Availability.missing("the channel's descriptor was not found");
        }
        int result = descriptor.<Integer, IOException>call(
                number -> platform.calls().setOption(number, Linux.IPPROTO_TCP, Linux.TCP_FASTOPEN_KEY, key));
        return result < 0 ? Availability.missing(refusal(result, key)) : Availability.ready();
    }

    private static String refusal(int result, byte[] key) {
        String one = TcpOptions.since(TcpOptions.TCP_FASTOPEN_KEY).orElseThrow();
        String since = key.length > KEY ? "; a backup key takes Linux 5.3" : "; a key takes Linux " + one;
        return "setsockopt TCP_FASTOPEN_KEY: " + Errno.name(result) + since;
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

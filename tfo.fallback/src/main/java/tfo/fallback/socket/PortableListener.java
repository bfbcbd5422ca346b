package tfo.fallback.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
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
import tfo.api.Availability;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport;

/** A server channel; one thread at a time waits in it, the others for that one. */
final class PortableListener implements FastOpenListener {
    // A timed accept waits for this lock no longer than its time; the channel's own lock it could not leave again.
    private final ReentrantLock accepting = new ReentrantLock(true);
    private final ServerSocketChannel channel;
    private final InetSocketAddress localAddress;

    PortableListener(ServerSocketChannel channel) throws IOException {
        this.channel = channel;
        this.localAddress = (InetSocketAddress) channel.getLocalAddress();
    }

    @Override
    public ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public FastOpenConnection accept() throws IOException {
        checkBlocking();
        acquire(Long.MAX_VALUE);
        try {
            return adopt(channel.accept());
        } catch (IOException e) {
            throw Failures.during("accept on", localAddress, e);
        } finally {
            accepting.unlock();
        }
    }

    @Override
    public FastOpenConnection accept(Duration timeout) throws IOException {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("accept needs a time-out above zero: " + timeout);
        }
        checkBlocking();
        long end = System.nanoTime() + Deadline.nanos(timeout);
        if (!acquire(Deadline.nanos(timeout))) {
            throw Failures.noneAccepted(localAddress, timeout);
        }
        try {
            return adopt(acceptUntil(end, timeout));
        } finally {
            accepting.unlock();
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

    /** Waits for the lock as the channel itself waits: an interrupt closes the channel. */
    private boolean acquire(long nanos) throws IOException {
        try {
            return accepting.tryLock(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    private SocketChannel acceptUntil(long end, Duration timeout) throws IOException {
        try {
            channel.socket().setSoTimeout(millisUntil(end));
            return channel.socket().accept().getChannel();
        } catch (SocketTimeoutException e) {
            throw Failures.noneAccepted(localAddress, timeout);
        } catch (IOException e) {
            throw channel.isOpen() ? Failures.during("accept on", localAddress, e) : closedMeanwhile();
        }
    }

    // The channel's socket throws SocketException where the channel throws these.
    private static IOException closedMeanwhile() {
        return Thread.currentThread().isInterrupted()
                ? new ClosedByInterruptException()
                : new AsynchronousCloseException();
    }

    /** Rounded up: a time-out may be late, never early. Zero would mean for ever. */
    private static int millisUntil(long end) {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) + 1;
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, millis));
    }

    @Override
    public FastOpenConnection adopt(SocketChannel accepted) {
        Objects.requireNonNull(accepted, "accepted");
        FastOpenReport report = FastOpenReport.notTried(PortableSockets.NO_FAST_OPEN, 0);
        return new PortableConnection(accepted, report, true, System.nanoTime());
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public Availability fastOpen() {
        return Availability.missing(PortableSockets.NO_FAST_OPEN);
    }

    @Override
    public Availability fastOpenKey(byte[] key) throws ClosedChannelException {
        if (key.length != 16 && key.length != 32) {
            throw new IllegalArgumentException("a Fast Open key has 16 or 32 bytes, not " + key.length);
        }
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        return Availability.missing(PortableSockets.NO_FAST_OPEN);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Options.supportedOptions(channel);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return Options.getOption(channel, option);
    }

    @Override
    public <T> FastOpenListener setOption(SocketOption<T> option, T value) throws IOException {
        Options.setOption(channel, option, value);
        return this;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

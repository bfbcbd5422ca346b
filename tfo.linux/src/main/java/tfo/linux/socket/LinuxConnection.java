package tfo.linux.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.TcpInfo;

/** A channel that stands, and its descriptor, which is looked for when it is first needed. */
final class LinuxConnection implements FastOpenConnection {
    private final Platform platform;
    private final SocketChannel channel;
    private final int hint;
    private final Beginning beginning;
    private final ReentrantLock lock = new ReentrantLock();

    /** Written once, under {@link #lock}. */
    private volatile @Nullable Descriptor descriptor;

    /** Written once; two threads would write the same. */
    private volatile @Nullable FastOpenReport report;

    private LinuxConnection(
            Platform platform, SocketChannel channel, int hint, Beginning beginning, @Nullable FastOpenReport report) {
        this.platform = platform;
        this.channel = channel;
        this.hint = hint;
        this.beginning = beginning;
        this.report = report;
    }

    /** A connection made from here; its descriptor had this number before its user could close it, if it was found at all. */
    static LinuxConnection connected(
            Platform platform, SocketChannel channel, int hint, Beginning beginning, FastOpenReport report) {
        return new LinuxConnection(platform, channel, hint, beginning, report);
    }

    /** A connection made from elsewhere; its descriptor may have this number. */
    static LinuxConnection accepted(Platform platform, SocketChannel channel, int hint) {
        return new LinuxConnection(platform, channel, hint, Beginning.byPeer(), null);
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public FastOpenReport report() {
        FastOpenReport known = report;
        if (known == null) {
            known = ask();
            report = known;
        }
        return known;
    }

    private FastOpenReport ask() {
        try {
            Optional<Descriptor> found = find();
            if (found.isPresent()) {
                return Reports.ofServer(found.get().call(platform.calls()::handshake));
            }
            return FastOpenReport.notTried("the channel's descriptor was not found", 0);
        } catch (ClosedChannelException e) {
            return FastOpenReport.notTried("the connection was closed before it was asked", 0);
        } catch (IOException e) {
            return FastOpenReport.notTried("the kernel was not asked: " + e.getMessage(), 0);
        }
    }

    @Override
    public boolean accepted() {
        return beginning.accepted();
    }

    @Override
    public Duration age() {
        return beginning.age();
    }

    @Override
    public Optional<TcpInfo> tcpInfo() throws IOException {
        Optional<Descriptor> found = find();
        return found.isPresent() ? Optional.of(found.get().call(platform.calls()::tcpInfo)) : Optional.empty();
    }

    @Override
    public SocketQueues queues() throws IOException {
        return new LinuxQueues(platform, new QueueOwner.OfChannel(channel), () -> find().orElse(null));
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return platform.options().supportedOn(channel);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        SocketOption<T> own = JdkOptions.OF_CHANNELS.own(channel, option);
        if (own != null) {
            return channel.getOption(own);
        }
        KernelOption<T> known = OptionTable.of(option);
        return platform.options().get(channel, number(option), known);
    }

    @Override
    public <T> FastOpenConnection setOption(SocketOption<T> option, T value) throws IOException {
        if (!JdkOptions.OF_CHANNELS.setOwn(channel, option, value)) {
            KernelOption<T> known = OptionTable.of(option);
            platform.options().set(channel, number(option), known, value);
        } else if (ChannelOptions.mayBeBounded(option)) {
            platform.options().logIfBounded(channel, () -> number(option));
        }
        return this;
    }

    private int number(SocketOption<?> option) throws IOException {
        Descriptor known = descriptor;
        if (known == null) {
            known = find().orElseThrow(
                            () -> new IOException(option.name() + ": the channel's descriptor was not found"));
        }
        return known.number();
    }

    @Override
    public OptionalInt descriptor() {
        try {
            return find().map(found -> OptionalInt.of(found.number())).orElseGet(OptionalInt::empty);
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    private Optional<Descriptor> find() throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (descriptor == null) {
            lock.lock();
            try {
                if (descriptor == null) {
                    descriptor = exact() ? found() : platform.descriptors().findShared(channel, hint);
                }
            } finally {
                lock.unlock();
            }
        }
        return Optional.ofNullable(descriptor);
    }

    /** Whether the hint is known to be right. */
    private boolean exact() {
        return hint >= 0 && !beginning.accepted();
    }

    // A channel has one descriptor all its life, and says that it is closed before that number is free for others.
    private @Nullable Descriptor found() throws ClosedChannelException {
        Descriptor descriptor = Descriptor.of(hint, platform.calls());
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        return descriptor;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return "FastOpenConnection[" + channel + "]";
    }
}

package tfo.itests.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;

/** A peer and any number of streams to it, on two threads. The peer is the JDK's own and knows no provider. */
public final class StreamLoad implements Closeable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final AtomicLong ids = new AtomicLong();
    private final ReentrantLock progress = new ReentrantLock();
    /** Signalled after each round of either loop; of {@link #progress}. */
    private final Condition advanced = progress.newCondition();

    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final InetSocketAddress address;
    private final StreamLoop here;
    private final StreamLoop peer;

    private StreamLoad(ServerSocketChannel listener) throws IOException {
        this.address = (InetSocketAddress) listener.getLocalAddress();
        this.peer = new StreamLoop("stream peer", this::advanced, this::fail).serve(listener);
        this.here = new StreamLoop("streams", this::advanced, this::fail);
    }

    /** Starts the peer on the loopback address. */
    public static StreamLoad start() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        StreamLoad load = new StreamLoad(listener);
        load.peer.start();
        load.here.start();
        return load;
    }

    /** Opens one more stream by this provider, with its first record as the first flight. No second try. */
    public Stream open(FastOpenSockets sockets) throws IOException {
        long id = ids.incrementAndGet();
        RecordWriter writer = new RecordWriter(id);
        ConnectRequest request =
                ConnectRequest.to(address).firstFlight(writer.next()).timeout(PATIENCE);
        FastOpenConnection connection = sockets.connect(request);
        SocketChannel channel = connection.channel();
        StreamEnd end = StreamEnd.opening(channel, new RecordReader(OptionalLong.of(id)), writer);
        Stream stream = new Stream(sockets.name(), connection, end, here);
        here.adopt(end);
        return stream;
    }

    /** Ends these streams and waits until their last records have gone both ways. */
    public void end(Collection<Stream> streams) throws InterruptedException, TimeoutException {
        streams.forEach(Stream::finish);
        await(() -> streams.stream().allMatch(Stream::isOver), () -> "streams do not end");
    }

    /** Ends all waiting, as if a stream had failed. */
    public void fail(Throwable why) {
        failure.completeExceptionally(why);
        advanced();
    }

    /**
     * Waits until this is so; looks whenever a stream may have advanced.
     *
     * @throws CompletionException with the first thing that went wrong, at either end of any stream
     * @throws TimeoutException if it takes longer than a minute
     */
    public void await(BooleanSupplier condition, Supplier<String> what) throws InterruptedException, TimeoutException {
        long left = PATIENCE.toNanos();
        progress.lock();
        try {
            while (!succeeded(condition)) {
                if (left <= 0) {
                    throw new TimeoutException(what.get());
                }
                left = advanced.awaitNanos(left);
            }
        } finally {
            progress.unlock();
        }
    }

    /** Throws what has gone wrong anywhere, if anything has. */
    public void check() {
        failure.getNow(null);
    }

    @Override
    public void close() {
        here.close();
        peer.close();
    }

    private boolean succeeded(BooleanSupplier condition) {
        check();
        return condition.getAsBoolean();
    }

    private void advanced() {
        progress.lock();
        try {
            advanced.signalAll();
        } finally {
            progress.unlock();
        }
    }
}

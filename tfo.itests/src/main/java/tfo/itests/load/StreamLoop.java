package tfo.itests.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** One thread that keeps any number of stream ends going. */
final class StreamLoop implements Closeable {
    private final Selector selector = Selector.open();
    private final Queue<StreamEnd> arrivals = new ConcurrentLinkedQueue<>();
    private final Queue<StreamEnd> requests = new ConcurrentLinkedQueue<>();
    private final Consumer<Throwable> failure;
    private final Runnable progress;
    private final Thread thread;
    private volatile boolean closing;

    /** Tells of the first things that go wrong and of every round in which streams may have advanced. */
    StreamLoop(String name, Runnable progress, Consumer<Throwable> failure) throws IOException {
        this.progress = progress;
        this.failure = failure;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    StreamLoop start() {
        thread.start();
        return this;
    }

    /** Serves every connection of this listener, which the loop owns from now on; to be called before the start. */
    StreamLoop serve(ServerSocketChannel accepting) throws IOException {
        accepting.configureBlocking(false);
        accepting.register(selector, SelectionKey.OP_ACCEPT);
        return this;
    }

    /** Takes over this end and its channel. */
    void adopt(StreamEnd end) {
        arrivals.add(end);
        selector.wakeup();
    }

    /** Lets this end send its last record. */
    void finish(StreamEnd end) {
        end.finish();
        requests.add(end);
        selector.wakeup();
    }

    /** Closes every channel of the loop. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
    }

    private void run() {
        try (selector) {
            while (!closing) {
                selector.select();
                admit();
                selector.selectedKeys().forEach(this::proceed);
                selector.selectedKeys().clear();
                progress.run();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException | RuntimeException | Error e) {
            failure.accept(e);
        }
    }

    private void admit() throws IOException {
        for (StreamEnd end = arrivals.poll(); end != null; end = arrivals.poll()) {
            register(end);
        }
        for (StreamEnd end = requests.poll(); end != null; end = requests.poll()) {
            SelectionKey key = end.channel().keyFor(selector);
            if (key != null && key.isValid()) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
            }
        }
    }

    private void register(StreamEnd end) throws IOException {
        end.channel().configureBlocking(false);
        // Writable at once: the end sends what it may without waiting for the other.
        end.channel().register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, end);
    }

    private void proceed(SelectionKey key) {
        if (key.attachment() instanceof StreamEnd end) {
            proceed(key, end);
        } else {
            accept((ServerSocketChannel) key.channel());
        }
    }

    private void proceed(SelectionKey key, StreamEnd end) {
        try {
            end.proceed(key);
        } catch (IOException | RuntimeException e) {
            failure.accept(e);
        }
    }

    private void accept(ServerSocketChannel from) {
        try {
            for (SocketChannel channel = from.accept(); channel != null; channel = from.accept()) {
                register(StreamEnd.accepting(channel, new RecordReader(OptionalLong.empty())));
            }
        } catch (IOException e) {
            failure.accept(e);
        }
    }
}

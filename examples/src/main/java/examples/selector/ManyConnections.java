package examples.selector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.PendingConnection;

/**
 * Asks many servers a line at once, on one thread. Each key's attachment is what the connection is at: a
 * {@link PendingConnection}, and once that stands a {@link Reading}.
 */
public final class ManyConnections {
    private static final int ROOM = 4096;
    private static final long PAUSE_MILLIS = 100;

    private final FastOpenSockets sockets;
    private final byte[] question;
    private final Duration timeout;
    private final List<Answer> answers = new ArrayList<>();

    /** Sends this to every server, and waits so long for all of them together. */
    public ManyConnections(FastOpenSockets sockets, byte[] question, Duration timeout) {
        this.sockets = sockets;
        this.question = question.clone();
        this.timeout = timeout;
    }

    /**
     * What a server said, and what became of the question.
     *
     * @param text its line, of 4 KiB at most, or the reason why there is none
     * @param report what became of the first flight; empty if there was no connection
     */
    public record Answer(String text, Optional<FastOpenReport> report) {}

    private record Reading(FastOpenConnection connection, ByteBuffer heard) {}

    /** The answers, in the order in which they were complete: one for each server. */
    public List<Answer> ask(List<InetSocketAddress> servers) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        try (Selector selector = Selector.open()) {
            for (InetSocketAddress server : servers) {
                start(server, selector);
            }
            while (!selector.keys().isEmpty()) {
                // Not for ever: finish() throws when a connection's time is up, and has to be called for that.
                selector.select(this::ready, PAUSE_MILLIS);
                boolean over = System.nanoTime() - end >= 0;
                List.copyOf(selector.keys()).forEach(key -> look(key, over));
                selector.selectNow();
            }
            return List.copyOf(answers);
        }
    }

    private void start(InetSocketAddress server, Selector selector) {
        ConnectRequest request =
                ConnectRequest.to(server).firstFlight(ByteBuffer.wrap(question)).timeout(timeout);
        try {
            PendingConnection pending = sockets.start(request);
            pending.channel().register(selector, pending.interestOps(), pending);
        } catch (IOException e) {
            failed(e, Optional.empty());
        }
    }

    private void look(SelectionKey key, boolean over) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof PendingConnection) {
            ready(key);
        } else if (over && key.attachment() instanceof Reading reading) {
            close(key.channel());
            failed(
                    new SocketTimeoutException("no answer in time"),
                    Optional.of(reading.connection().report()));
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof PendingConnection pending) {
                advance(key, pending);
            } else if (key.attachment() instanceof Reading reading) {
                read(reading);
            }
        } catch (IOException e) {
            close(key.channel());
            failed(e, Optional.empty());
        }
    }

    private static void advance(SelectionKey key, PendingConnection pending) throws IOException {
        Optional<FastOpenConnection> connection = pending.finish();
        if (connection.isPresent()) {
            key.attach(new Reading(connection.get(), ByteBuffer.allocate(ROOM)));
            key.interestOps(SelectionKey.OP_READ);
        } else {
            key.interestOps(pending.interestOps());
        }
    }

    private void read(Reading reading) throws IOException {
        ByteBuffer heard = reading.heard();
        boolean ended = reading.connection().channel().read(heard) < 0;
        boolean line = heard.position() > 0 && heard.get(heard.position() - 1) == '\n';
        if (ended || line || !heard.hasRemaining()) {
            String text = StandardCharsets.UTF_8.decode(heard.flip()).toString().strip();
            answers.add(new Answer(text, Optional.of(reading.connection().report())));
            reading.connection().close();
        }
    }

    private void failed(IOException e, Optional<FastOpenReport> report) {
        answers.add(new Answer(e.toString(), report));
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // What went wrong first is what the caller is told.
        }
    }
}

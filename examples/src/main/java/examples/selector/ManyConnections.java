package examples.selector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
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
 * Asks many servers at once, on one thread. Each key's attachment is what the connection is at: a {@link PendingConnection}, and
 * once that stands a {@link Reading}.
 */
public final class ManyConnections {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int ROOM = 4096;

    private final FastOpenSockets sockets;
    private final byte[] question;
    private final List<Answer> answers = new ArrayList<>();

    /** Sends this to every server. */
    public ManyConnections(FastOpenSockets sockets, byte[] question) {
        this.sockets = sockets;
        this.question = question.clone();
    }

    /**
     * What a server said, and what became of the question.
     *
     * @param text what came until the server closed, or the reason why nothing can come
     * @param report what became of the first flight; empty if there was no connection
     */
    public record Answer(String text, Optional<FastOpenReport> report) {}

    private record Reading(FastOpenConnection connection, ByteBuffer heard) {}

    /** The answers, in the order in which they were complete. An answer is at most 4 KiB. */
    public List<Answer> ask(List<InetSocketAddress> servers) throws IOException {
        try (Selector selector = Selector.open()) {
            for (InetSocketAddress server : servers) {
                start(server, selector);
            }
            while (!selector.keys().isEmpty()) {
                // Not for ever: finish() throws when a connection's time is up, and has to be called for that.
                selector.select(this::ready, 100);
                List.copyOf(selector.keys()).stream()
                        .filter(key -> key.isValid() && key.attachment() instanceof PendingConnection)
                        .forEach(this::ready);
                selector.selectNow();
            }
            return List.copyOf(answers);
        }
    }

    private void start(InetSocketAddress server, Selector selector) {
        ConnectRequest request =
                ConnectRequest.to(server).firstFlight(ByteBuffer.wrap(question)).timeout(TIMEOUT);
        try {
            PendingConnection pending = sockets.start(request);
            pending.channel().register(selector, pending.interestOps(), pending);
        } catch (IOException e) {
            failed(e);
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
            failed(e);
        }
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // What went wrong first is what the caller is told.
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
        SocketChannel channel = reading.connection().channel();
        if (channel.read(reading.heard()) >= 0 && reading.heard().hasRemaining()) {
            return;
        }
        String text = StandardCharsets.UTF_8.decode(reading.heard().flip()).toString();
        answers.add(new Answer(text, Optional.of(reading.connection().report())));
        reading.connection().close();
    }

    private void failed(IOException e) {
        answers.add(new Answer(e.toString(), Optional.empty()));
    }
}

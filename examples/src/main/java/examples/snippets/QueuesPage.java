package examples.snippets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.OptionalInt;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.TcpState;

/** docs/man/queues.md. */
final class QueuesPage {
    private QueuesPage() {}

    static boolean speaksTls(SocketQueues queues, SocketChannel accepted, Duration patience) throws IOException {
        // snippet: peek
        accepted.configureBlocking(false);
        ByteBuffer first = ByteBuffer.allocate(1);
        int peeked = 0; // as a rule nothing has come yet, right after accept
        try (Selector selector = Selector.open()) {
            accepted.register(selector, SelectionKey.OP_READ);
            while (peeked == 0 && selector.select(patience.toMillis()) > 0) {
                selector.selectedKeys().clear();
                peeked = queues.peek(first);
            }
        }
        accepted.configureBlocking(true);
        if (peeked <= 0) {
            throw new IOException(peeked < 0 ? "the client is gone" : "the client says nothing");
        }
        boolean tls = first.get(0) == 22; // a record of the handshake, RFC 8446 section 5.1
        // end
        return tls;
    }

    static long[] progress(FastOpenConnection connection, long written) throws IOException {
        // snippet: progress
        TcpState state = connection.tcpInfo().orElseThrow().state();
        if (state == TcpState.SYN_RECEIVED) {
            return new long[] {0, 0};
        }
        SocketQueues queues = connection.queues();
        long sent = written - queues.unsent();
        long acknowledged = written - queues.outQueue();
        // end
        return new long[] {sent, acknowledged};
    }

    static OptionalInt interrupted(SocketQueues queues, Selector selector) throws IOException {
        // snippet: urgent
        OptionalInt urgent = queues.receiveUrgent();
        while (urgent.isPresent() && !queues.atMark()) {
            long dropped = queues.discard(Long.MAX_VALUE);
            if (dropped < 0) {
                break; // the end
            }
            if (dropped == 0) { // the urgent byte has overtaken what was sent ahead of it
                selector.select(); // the channel's, for OP_READ
                selector.selectedKeys().clear();
            }
        }
        // end
        return urgent;
    }
}

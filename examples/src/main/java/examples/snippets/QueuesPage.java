package examples.snippets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.OptionalInt;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.TcpState;

/** docs/man/queues.md. */
final class QueuesPage {
    private QueuesPage() {}

    static boolean speaksTls(FastOpenSockets sockets, SocketChannel accepted) throws IOException {
        // snippet: peek
        ByteBuffer first = ByteBuffer.allocate(1);
        int peeked = sockets.queues(accepted).peek(first);
        boolean tls = peeked == 1 && first.get(0) == 22;
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

    static OptionalInt interrupted(FastOpenSockets sockets, SocketChannel channel, Runnable dropped)
            throws IOException {
        // snippet: urgent
        SocketQueues queues = sockets.queues(channel);
        OptionalInt urgent = queues.receiveUrgent();
        while (urgent.isPresent() && !queues.atMark() && queues.discard(Long.MAX_VALUE) > 0) {
            dropped.run();
        }
        // end
        return urgent;
    }
}

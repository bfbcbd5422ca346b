package examples.snippets;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.TcpHistory;
import tfo.api.tcp.TcpInfo;

/** docs/man/tcp-info.md. */
final class TcpInfoPage {
    private TcpInfoPage() {}

    static Duration roundTrip(FastOpenSockets sockets, SocketChannel channel) throws IOException {
        // snippet: round-trip
        return sockets.tcpInfo(channel)
                .flatMap(TcpInfo::rtt)
                .orElseThrow(() -> new IOException(sockets.name() + " knows of no round trip"));
        // end
    }

    static double received(FastOpenConnection connection, Runnable transfer) {
        // snippet: history
        try (TcpHistory history = TcpHistory.of(connection).every(Duration.ofMillis(100))) {
            transfer.run();
            history.read();
            return history.whole().map(TcpHistory.Stretch::receivedPerSecond).orElse(0.0);
        }
        // end
    }
}

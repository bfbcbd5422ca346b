package examples.snippets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import tfo.api.Availability;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;

/** docs/man/listen.md. */
final class ListenPage {
    private ListenPage() {}

    static FastOpenListener listen(FastOpenSockets sockets, InetAddress address, int port, byte[] key, Appendable log)
            throws IOException {
        // snippet: listen
        ListenRequest request = ListenRequest.on(new InetSocketAddress(address, port))
                .fastOpenQueue(256)
                .fastOpenKey(key); // 16 bytes, the same on every host behind one address
        FastOpenListener listener = sockets.listen(request);
        Availability fastOpen = listener.fastOpen();
        if (!fastOpen.usable()) {
            log.append("no data in the SYN here: " + fastOpen.reason());
        }
        // end
        return listener;
    }

    static void echoOnce(FastOpenListener listener, Appendable log) throws IOException {
        // snippet: accept
        try (FastOpenConnection connection = listener.accept(Duration.ofSeconds(5))) {
            ByteBuffer heard = ByteBuffer.allocate(1024);
            connection.channel().read(heard); // what came in the SYN is there already
            connection.channel().write(heard.flip());
            log.append(connection.report().acknowledged() ? "in one round trip" : "in two");
        }
        // end
    }
}

package examples.snippets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import tfo.api.Availability;
import tfo.api.socket.FastOpenKeyRing;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;

/** docs/man/keys.md. */
final class KeysPage {
    private KeysPage() {}

    static void serve(FastOpenSockets sockets, InetSocketAddress address, byte[] secret, Service serve)
            throws IOException {
        // snippet: key-ring
        try (FastOpenKeyRing ring =
                        FastOpenKeyRing.of(secret, Duration.ofDays(1)).start();
                FastOpenListener listener =
                        sockets.listen(ListenRequest.on(address).fastOpenKey(ring.keys()))) {
            Availability keys = ring.serve(listener);
            System.out.println(keys.usable() ? "the keys change every day" : keys.reason());
            serve.on(listener);
        }
        // end
    }

    /** What to do with a listener. */
    interface Service {
        void on(FastOpenListener listener) throws IOException;
    }
}

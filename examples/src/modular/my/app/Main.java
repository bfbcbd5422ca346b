package my.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;

/** Greets itself twice and prints who did it and how it fared; the second time there is a cookie. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        FastOpenSockets sockets = FastOpenSockets.best();
        System.out.println(sockets.name());
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (FastOpenListener listener = sockets.listen(ListenRequest.on(here))) {
            for (int i = 0; i < 2; i++) {
                greet(sockets, listener);
            }
        }
    }

    private static void greet(FastOpenSockets sockets, FastOpenListener listener) throws IOException {
        ByteBuffer hello = StandardCharsets.US_ASCII.encode("hello\n");
        ConnectRequest request = ConnectRequest.to(listener.localAddress())
                .firstFlight(hello)
                .timeout(Duration.ofSeconds(5));
        try (FastOpenConnection connection = sockets.connect(request)) {
            System.out.println(connection.report().outcome());
        }
    }
}

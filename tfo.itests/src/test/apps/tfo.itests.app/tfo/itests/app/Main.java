package tfo.itests.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;

/** Says hello to itself twice, the second time with a cookie, and prints who did it and how it fared. */
public final class Main {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Main() {}

    public static void main(String[] args) throws IOException {
        FastOpenSockets sockets = FastOpenSockets.best();
        System.out.println("provider=" + sockets.name());
        System.out.println("module=" + sockets.getClass().getModule().getName());
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (FastOpenListener listener = sockets.listen(ListenRequest.on(here))) {
            hello(sockets, listener);
            FastOpenReport report = hello(sockets, listener);
            System.out.println("outcome=" + report.outcome());
            System.out.println("inSyn=" + report.inSyn());
        }
    }

    private static FastOpenReport hello(FastOpenSockets sockets, FastOpenListener listener) throws IOException {
        ByteBuffer hello = ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII));
        ConnectRequest request =
                ConnectRequest.to(listener.localAddress()).firstFlight(hello).timeout(PATIENCE);
        try (FastOpenConnection client = sockets.connect(request);
                FastOpenConnection server = listener.accept(PATIENCE)) {
            ByteBuffer heard = ByteBuffer.allocate(hello.remaining());
            while (heard.hasRemaining() && server.channel().read(heard) >= 0) {}
            if (!heard.flip().equals(hello)) {
                throw new IOException("heard " + StandardCharsets.US_ASCII.decode(heard));
            }
            return client.report();
        }
    }
}

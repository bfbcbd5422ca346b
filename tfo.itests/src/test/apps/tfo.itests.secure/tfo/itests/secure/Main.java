package tfo.itests.secure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;
import tfo.api.tls.Trust;

/** Says hello to itself over TLS three times, the last time with cookie and session, and prints who did it and how it fared. */
public final class Main {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Main() {}

    /** Takes the files of a certificate and of its key. */
    public static void main(String[] args) throws IOException {
        TlsService tls = TlsService.best();
        FastOpenSockets sockets = FastOpenSockets.best();
        System.out.println("tls=" + tls.name());
        System.out.println("module=" + tls.getClass().getModule().getName());
        System.out.println("sockets=" + sockets.name());
        Path certificate = Path.of(args[0]);
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (FastOpenListener listener = sockets.listen(ListenRequest.on(here));
                TlsServer server =
                        tls.server().identity(Identity.pem(certificate, Path.of(args[1]))).build();
                TlsClient client = tls.client().trust(Trust.pem(certificate)).build()) {
            hello(client, sockets, server, listener);
            hello(client, sockets, server, listener);
            TlsConnection last = hello(client, sockets, server, listener);
            System.out.println("resumed=" + last.handshake().resumed());
            System.out.println("outcome=" + last.underneath().orElseThrow().report().outcome());
        }
    }

    private static TlsConnection hello(
            TlsClient client, FastOpenSockets sockets, TlsServer server, FastOpenListener listener) throws IOException {
        CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server, listener));
        ConnectRequest request = ConnectRequest.to(listener.localAddress()).timeout(PATIENCE);
        try (TlsConnection connection = client.dial(request).connect(sockets)) {
            connection.readTimeout(PATIENCE);
            connection.write(StandardCharsets.US_ASCII.encode("hello"));
            ByteBuffer heard = ByteBuffer.allocate(5);
            while (heard.hasRemaining() && connection.read(heard) >= 0) {}
            if (!heard.flip().equals(StandardCharsets.US_ASCII.encode("hello"))) {
                throw new IOException("heard " + StandardCharsets.US_ASCII.decode(heard));
            }
            return connection;
        } finally {
            served.join();
        }
    }

    private static void serve(TlsServer server, FastOpenListener listener) {
        try (TlsConnection connection = server.accept(listener.accept(PATIENCE))) {
            ByteBuffer bytes = ByteBuffer.allocate(5);
            while (bytes.hasRemaining() && connection.read(bytes) >= 0) {}
            connection.write(bytes.flip());
            while (connection.read(bytes.clear()) >= 0) {}
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}

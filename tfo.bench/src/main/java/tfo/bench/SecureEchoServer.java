package tfo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;

/**
 * A process that sends back by TLS what it gets, early data too: {@code SecureEchoServer ADDRESS}. It prints its port, and ends with its
 * standard input. Shows {@link Certificate}.
 */
final class SecureEchoServer {
    private static final int EARLY_DATA_LIMIT = 16_384;
    private static final int BUFFER = 16_384;

    private SecureEchoServer() {}

    public static void main(String[] args) throws IOException {
        TlsServer tls = Providers.gnutls()
                .server()
                .identity(Certificate.identity())
                .earlyData(EARLY_DATA_LIMIT)
                .build();
        FastOpenListener listener = Providers.linux().listen(ListenRequest.on(new InetSocketAddress(args[0], 0)));
        EchoServer.endWithStandardInput();
        System.out.println(listener.localAddress().getPort());
        serve(listener, tls);
    }

    private static void serve(FastOpenListener listener, TlsServer tls) throws IOException {
        ExecutorService workers = Executors.newCachedThreadPool();
        while (true) {
            FastOpenConnection connection = listener.accept();
            workers.execute(() -> echo(connection, tls));
        }
    }

    private static void echo(FastOpenConnection accepted, TlsServer tls) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER);
        try (TlsConnection connection = tls.accept(accepted)) {
            while (connection.read(bytes.clear()) >= 0) {
                connection.write(bytes.flip());
            }
        } catch (IOException e) {
            // Every client reads to the end: this is not to happen, and the client will fail for it, too.
            System.getLogger("tfo.bench").log(System.Logger.Level.WARNING, "echo", e);
        }
    }
}

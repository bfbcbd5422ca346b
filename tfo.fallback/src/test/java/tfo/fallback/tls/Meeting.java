package tfo.fallback.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsServer;
import tfo.fallback.FallbackSockets;

/** Lets clients and servers meet on one port of the loopback interface. */
final class Meeting implements Closeable {
    private final FastOpenSockets sockets = new FallbackSockets();
    private final FastOpenListener listener;
    private CompletableFuture<TlsConnection> accepted = new CompletableFuture<>();

    Meeting() throws IOException {
        listener = sockets.listen(ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    Pair of(TlsClient client, TlsServer server, String host) throws Exception {
        accepted = CompletableFuture.supplyAsync(() -> accept(server), Meeting::start);
        TlsConnection own = client.dial(ConnectRequest.to(listener.localAddress()))
                .serverName(host)
                .connect(sockets);
        try {
            return new Pair(own, accepted.get(60, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            own.close();
            throw e;
        }
    }

    private TlsConnection accept(TlsServer server) {
        try {
            return server.accept(listener.accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server refuses; a client of TLS 1.3 may hear of it only when it reads. */
    void failing(TlsClient client, TlsServer server, String host) {
        assertThrows(Exception.class, () -> of(client, server, host));
    }

    TlsException serverFailure() {
        var thrown = assertThrows(ExecutionException.class, () -> accepted.get(60, TimeUnit.SECONDS));
        @Nullable Throwable cause = thrown.getCause();
        if (cause != null && cause.getCause() instanceof TlsException failure) {
            return failure;
        }
        throw new AssertionError("no TlsException", thrown);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** A thread for each task: those of a pool, which may be as few as one, would wait for each other. */
    static void start(Runnable task) {
        Thread thread = new Thread(task, "meeting");
        thread.setDaemon(true);
        thread.start();
    }

    static void write(TlsConnection to, byte[] bytes) {
        try {
            to.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads so many, or what there is until the end. */
    static byte[] read(TlsConnection from, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining() && from.read(bytes) >= 0) {
                // The rest is to come.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    record Pair(TlsConnection client, TlsConnection server) implements Closeable {

        void talk() {
            exchange(client, server);
            exchange(server, client);
        }

        private static void exchange(TlsConnection from, TlsConnection to) {
            byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
            write(from, hello);
            assertArrayEquals(hello, read(to, hello.length));
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }
}

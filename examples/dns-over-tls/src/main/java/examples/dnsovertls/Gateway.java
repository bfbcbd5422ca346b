package examples.dnsovertls;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.EarlyDataPolicy;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;

/**
 * Speaks DNS over TLS for a resolver that does not, or that takes no early data: queries are answered before the handshake is done,
 * those in a SYN after one round trip. Messages pass unchanged; over TCP they are framed alike (RFC 7858 section 3.3), and the first one
 * travels in the SYN on that side, too.
 *
 * <pre>java -cp ... examples.dnsovertls.Gateway LISTEN_HOST PORT RESOLVER_HOST PORT CHAIN KEY</pre>
 */
public final class Gateway implements Closeable {
    private static final Logger LOG = System.getLogger(Gateway.class.getName());

    /** Some dozens of padded queries. */
    private static final int EARLY_DATA = 4096;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FastOpenSockets sockets = FastOpenSockets.best();
    private final ExecutorService threads = Executors.newCachedThreadPool(Gateway::daemon);
    private final InetSocketAddress resolver;
    private final TlsServer tls;
    private final FastOpenListener listener;

    /** Listens here, shows this, and asks there. */
    public Gateway(InetSocketAddress local, Identity identity, InetSocketAddress resolver) throws IOException {
        this.resolver = resolver;
        tls = TlsService.best()
                .server()
                .identity(identity)
                .alpn(List.of("dot"))
                .earlyData(EARLY_DATA) // each ClientHello once: ReplayGuard.inMemory
                .handshakeTimeout(PATIENCE)
                .build();
        listener = sockets.listen(ListenRequest.on(local));
        threads.execute(this::acceptUntilClosed);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "dns over tls gateway");
        thread.setDaemon(true);
        return thread;
    }

    /** Serves until it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 6) {
            System.err.println("LISTEN_HOST PORT RESOLVER_HOST PORT CHAIN KEY");
            System.exit(2);
        }
        Identity identity = Identity.pem(Path.of(arguments[4]), Path.of(arguments[5]));
        try (Gateway gateway =
                new Gateway(address(arguments[0], arguments[1]), identity, address(arguments[2], arguments[3]))) {
            System.err.println("DNS over TLS at " + gateway.address());
            new CountDownLatch(1).await();
        }
    }

    private static InetSocketAddress address(String host, String port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return listener.localAddress();
    }

    private void acceptUntilClosed() {
        try {
            while (true) {
                FastOpenConnection accepted = listener.accept();
                threads.execute(() -> serve(accepted));
            }
        } catch (IOException | RejectedExecutionException e) {
            // Closed.
        }
    }

    private void serve(FastOpenConnection accepted) {
        try (TlsConnection client = tls.accept(accepted)) {
            client.readTimeout(IDLE);
            byte[] first = query(client);
            if (first != null) {
                relay(client, first);
            }
        } catch (IOException | RejectedExecutionException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "a client is let go", e); // the last two: closed meanwhile
        }
    }

    private void relay(TlsConnection client, byte[] first) throws IOException {
        ConnectRequest request = ConnectRequest.to(resolver).timeout(PATIENCE).firstFlight(Frame.of(first));
        try (FastOpenConnection upstream = sockets.connect(request)) {
            Future<?> answers = threads.submit(() -> passAnswers(upstream.channel(), client));
            byte[] query;
            while ((query = query(client)) != null) {
                writeAll(upstream.channel(), Frame.of(query));
            }
            upstream.channel().shutdownOutput();
            await(answers);
        }
    }

    // snippet: dns-over-tls-gateway
    /** The next query; one that may not be executed twice waits until it is known not to be a replay. Null at the end. */
    private static byte @Nullable [] query(TlsConnection client) throws IOException {
        byte[] query = Frame.read(client);
        if (query != null && client.early() && !EarlyDataPolicy.dnsQuery().replayable(Frame.of(query))) {
            client.confirm();
        }
        return query;
    }
    // end

    /** Where the resolver goes away, so does the client's connection, which asks anew. */
    private static void passAnswers(SocketChannel upstream, TlsConnection client) {
        try {
            byte[] answer;
            while ((answer = Frame.read(upstream)) != null) {
                client.write(Frame.of(answer));
            }
            client.shutdownOutput();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a client gets no more answers", e);
            close(client);
        }
    }

    private static void close(TlsConnection client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "close", e);
        }
    }

    private static void writeAll(SocketChannel upstream, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            upstream.write(bytes);
        }
    }

    private static void await(Future<?> answers) throws IOException {
        try {
            answers.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the resolver does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("closed");
        }
    }

    /** Takes no more connections; those that are open end with their clients. */
    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdown();
        tls.close();
    }
}

package tfo.itests.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;

/** Sends back what it reads over TLS, each connection by the provider that is the best when it is accepted. */
public final class SecureEcho implements Closeable {
    private final FastOpenListener listener;
    private final Supplier<TlsService> tls;
    private final Identity identity;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private SecureEcho(FastOpenListener listener, Supplier<TlsService> tls, Identity identity) {
        this.listener = listener;
        this.tls = tls;
        this.identity = identity;
    }

    /** Starts one on a port of the loopback address. */
    public static SecureEcho start(FastOpenSockets sockets, Supplier<TlsService> tls) throws IOException {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        FastOpenListener listener = sockets.listen(ListenRequest.on(here));
        SecureEcho echo = new SecureEcho(listener, tls, TestIdentity.identity());
        daemon(echo::acceptAll);
        return echo;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return listener.localAddress();
    }

    /** What went wrong so far. */
    public List<Throwable> failures() {
        return failures;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void acceptAll() {
        try {
            while (true) {
                FastOpenConnection connection = listener.accept();
                daemon(() -> serve(connection));
            }
        } catch (ClosedChannelException e) {
            // That is how it ends.
        } catch (IOException e) {
            failures.add(e);
        }
    }

    private void serve(FastOpenConnection connection) {
        try (TlsServer server = tls.get().server().identity(identity).build();
                TlsConnection secure = server.accept(connection)) {
            ByteBuffer bytes = ByteBuffer.allocate(16 * 1024);
            while (secure.read(bytes.clear()) >= 0) {
                secure.write(bytes.flip());
            }
        } catch (IOException | RuntimeException e) {
            failures.add(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "secure echo");
        thread.setDaemon(true);
        thread.start();
    }
}

package tfo.testkit.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;
import tfo.api.tls.TlsVersion;

/** A client and a server of one provider on the loopback interface, and room for somebody hostile in the place of one of them. */
final class HostileScene implements Closeable {
    /** Longer than any of this takes; who needs it has not noticed. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pki AUTHORITY = Pki.root("hostile scene");
    private static final Identity IDENTITY = AUTHORITY.server("localhost", "127.0.0.1");

    private final FastOpenSockets sockets;
    private final Carriage carriage;
    private final FastOpenListener listener;
    private final TlsClient client;
    private final TlsServer server;

    HostileScene(TlsService service, FastOpenSockets sockets, Carriage carriage) throws IOException {
        this.sockets = sockets;
        this.carriage = carriage;
        this.client = service.client()
                .trust(AUTHORITY.trust())
                .sessions(SessionStore.none())
                .handshakeTimeout(PATIENCE)
                .build();
        this.server =
                service.server().identity(IDENTITY).handshakeTimeout(PATIENCE).build();
        this.listener = sockets.listen(ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    Carriage carriage() {
        return carriage;
    }

    InetSocketAddress address() {
        return listener.localAddress();
    }

    End dial(InetSocketAddress address) throws IOException {
        InetAddress localhost = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        InetSocketAddress remote = new InetSocketAddress(localhost, address.getPort());
        return carriage.dial(client.dial(ConnectRequest.to(remote)), sockets, remote);
    }

    End accept() throws IOException {
        return carriage.accept(server, listener.accept());
    }

    /** A server by the JDK's own TLS that the client believes. */
    static JdkServer jdkServer(TlsVersion version) throws IOException {
        return JdkServer.on(InetAddress.getLoopbackAddress(), Pki.context(AUTHORITY.trust(), IDENTITY))
                .speaking(version);
    }

    /** A client by the JDK's own TLS that believes the server. */
    static JdkClient jdkClient(TlsVersion version) {
        return JdkClient.of(Pki.context(AUTHORITY.trust())).asking("localhost").speaking(version);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        client.close();
        server.close();
    }

    /** On a thread of its own. */
    static <T> Future<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "hostile scene");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** What it threw. Fails if it threw nothing, or something other than an IOException, or is not done in time. */
    static IOException failure(Future<End> handshake) throws InterruptedException, IOException {
        try {
            handshake.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
            throw new AssertionError("the handshake was done");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                return failure;
            }
            throw new AssertionError("not an IOException: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("neither done nor failed", e);
        }
    }

    /** Closes what came of it, if something did. */
    static void discard(Future<End> handshake) throws InterruptedException, IOException {
        try {
            handshake.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
        } catch (ExecutionException | TimeoutException e) {
            // It was to fail, or not: the other side is the one that matters.
        }
    }

    /** How many descriptors this process has once everything that it opens once and for all is open. */
    static long descriptorsAfterUse(Callable<HostileScene> scenes) throws Exception {
        long before = descriptors();
        try (HostileScene scene = scenes.call();
                Relay relay = new Relay(scene.address(), Relay.Middle.faithful(), Relay.Middle.ending(5, false))) {
            Future<End> accepted = start(scene::accept);
            scene.dial(scene.address()).close();
            discard(accepted);
            Future<End> other = start(scene::accept);
            discard(start(() -> scene.dial(relay.address())));
            relay.hangUp();
            discard(other);
        }
        return Math.max(before, descriptors());
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** Fails if there are more than this, also a while later. */
    static void assertDescriptors(long most) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (descriptors() > most) {
            if (System.nanoTime() > end) {
                throw new AssertionError(descriptors() + " descriptors are open, at most " + most + " were due");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}

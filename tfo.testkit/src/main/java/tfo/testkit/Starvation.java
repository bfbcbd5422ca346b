package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.SinkPeer;

/** Runs a provider in a JVM of its own that has no descriptor left. */
final class Starvation {
    private static final int LIMIT = 200;
    private static final int ROUNDS = 20;

    private Starvation() {}

    /** Asserts that connects fail as they should without descriptors, leak none, and work again afterwards. */
    static void assertSurvivedBy(Subject subject) throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElse("java");
        Process child = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + LIMIT + "; exec \"$@\"",
                        "starvation",
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starvation.class.getName(),
                        subject.sockets().getClass().getName(),
                        subject.dialler().getClass().getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), output);
    }

    /**
     * The JVM without descriptors.
     *
     * @param args the names of the provider's class and of the dialler's
     */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        FastOpenSockets sockets = Class.forName(args[0])
                .asSubclass(FastOpenSockets.class)
                .getConstructor()
                .newInstance();
        boolean byChannel = args[1].equals(ChannelDialler.class.getName());
        Dialler dialler = byChannel ? new ChannelDialler(sockets) : new SocketDialler(sockets);
        InetAddress address = Addresses.fresh();
        InetSocketAddress closed = Addresses.refusing(address);
        try (SinkPeer peer = SinkPeer.on(address)) {
            // Loads the classes of both outcomes while there are descriptors to load them by.
            dialler.dial(request(peer.address())).close();
            dialler.dial(request(peer.address())).close();
            assertThrows(ConnectException.class, () -> dialler.dial(request(closed)));

            starve(dialler, peer);

            dialler.dial(request(peer.address())).close();
        }
    }

    private static void starve(Dialler dialler, SinkPeer peer) throws IOException {
        Deque<FileInputStream> eaten = eatAll();
        try {
            for (int i = 0; i < ROUNDS; i++) {
                assertThrows(SocketException.class, () -> dialler.dial(request(peer.address())));
            }
        } finally {
            eaten.pop().close();
        }
        // One more than was there before must be there still: the failed connects have kept none.
        eaten.push(new FileInputStream("/dev/null"));
        while (!eaten.isEmpty()) {
            eaten.pop().close();
        }
    }

    private static Deque<FileInputStream> eatAll() {
        Deque<FileInputStream> eaten = new ArrayDeque<>();
        try {
            while (true) {
                eaten.push(new FileInputStream("/dev/null"));
            }
        } catch (FileNotFoundException e) {
            return eaten;
        }
    }

    private static ConnectRequest request(InetSocketAddress peer) {
        return ConnectRequest.to(peer).firstFlight(ByteBuffer.allocate(10));
    }
}

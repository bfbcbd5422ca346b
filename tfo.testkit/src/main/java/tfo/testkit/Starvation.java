package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.TcpOptions;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.SinkPeer;

/** Runs a provider in a JVM of its own that has no descriptor left. */
final class Starvation {
    private static final int LIMIT = 200;
    private static final int ROUNDS = 20;
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

    private Starvation() {}

    /** Asserts that connects fail as they should without descriptors, leak none, and work again afterwards. */
    static void assertSurvivedBy(Subject subject) throws IOException, InterruptedException {
        InetAddress address = Addresses.fresh();
        // The peer lives here: a descriptor that it gave back over there would feed the starving.
        try (SinkPeer peer = SinkPeer.on(address)) {
            Process child = new ProcessBuilder(command(subject, peer.address(), Addresses.refusing(address)))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, child.waitFor(), output);
        }
    }

    private static List<String> command(Subject subject, InetSocketAddress peer, InetSocketAddress refusing) {
        return List.of(
                "sh",
                "-c",
                "ulimit -n " + LIMIT + "; exec \"$@\"",
                "starvation",
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Starvation.class.getName(),
                subject.sockets().getClass().getName(),
                subject.dialler().getClass().getName(),
                peer.getAddress().getHostAddress(),
                Integer.toString(peer.getPort()),
                Integer.toString(refusing.getPort()));
    }

    /**
     * The JVM without descriptors.
     *
     * @param args the names of the provider's class and of the dialler's; the peer's address, its port and one that refuses
     */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        FastOpenSockets sockets = Class.forName(args[0])
                .asSubclass(FastOpenSockets.class)
                .getConstructor()
                .newInstance();
        boolean byChannel = args[1].equals(ChannelDialler.class.getName());
        Dialler dialler = byChannel ? new ChannelDialler(sockets) : new SocketDialler(sockets);
        InetAddress address = InetAddress.getByName(args[2]);
        InetSocketAddress peer = new InetSocketAddress(address, Integer.parseInt(args[3]));
        InetSocketAddress refusing = new InetSocketAddress(address, Integer.parseInt(args[4]));

        // Loads the classes of both outcomes while there are descriptors to load them by.
        dialler.dial(request(peer)).close();
        dialler.dial(request(peer)).close();
        assertThrows(ConnectException.class, () -> dialler.dial(request(refusing)));

        List<String> said = new ArrayList<>(ROUNDS);
        try (SocketChannel opened = SocketChannel.open()) {
            Executable look = optionOf(opened, sockets);
            assertEquals(List.of(), connectedWithoutDescriptors(dialler, peer, said, look));
        }
        // A plain socket of the JDK's has the JDK's message.
        assertTrue(said.stream().allMatch(words -> words.contains("Too many open files")), said::toString);
        assertTrue(!byChannel || said.stream().allMatch(words -> words.endsWith("(EMFILE)")), said::toString);

        dialler.dial(request(peer)).close();
        acceptsAgainAfterwards(sockets);
    }

    /** Whoever is accepted while there is no descriptor waits on, until there is one. */
    private static void acceptsAgainAfterwards(FastOpenSockets sockets) throws IOException {
        try (FastOpenListener listener = sockets.listen(ListenRequest.on(new InetSocketAddress(LOCAL, 0)));
                SocketChannel before = SocketChannel.open(listener.localAddress());
                FastOpenConnection first = listener.accept()) {
            // Loads what the failures take.
            assertThrows(
                    SocketTimeoutException.class,
                    () -> sockets.listen(ListenRequest.on(new InetSocketAddress(LOCAL, 0)))
                            .accept(Duration.ofMillis(1)));
            assertThrows(BindException.class, () -> sockets.listen(ListenRequest.on(listener.localAddress())));
            assertTrue(before.isConnected() && first.channel().isOpen());
            acceptsAgainAfterwards(listener);
        }
    }

    private static void acceptsAgainAfterwards(FastOpenListener listener) throws IOException {
        try (SocketChannel waiting = SocketChannel.open(listener.localAddress())) {
            List<String> said = acceptedWithoutDescriptors(listener);

            assertTrue(said.stream().allMatch(words -> words.endsWith("(EMFILE)")), said::toString);
            assertTrue(said.stream().allMatch(words -> words.startsWith("accept")), said::toString);
            try (FastOpenConnection accepted = listener.accept(Duration.ofSeconds(20))) {
                assertEquals(waiting.getLocalAddress(), accepted.channel().getRemoteAddress());
            }
        }
    }

    private static List<String> acceptedWithoutDescriptors(FastOpenListener listener) throws IOException {
        List<String> said = new ArrayList<>();
        Deque<FileInputStream> eaten = eatAll();
        try {
            said.add(words(listener::accept));
            said.add(words(() -> listener.accept(Duration.ofSeconds(20))));
        } finally {
            while (!eaten.isEmpty()) {
                eaten.pop().close();
            }
        }
        return said;
    }

    private static String words(Executable work) {
        return String.valueOf(assertThrows(SocketException.class, work).getMessage());
    }

    /** Reads and sets an option of a channel that was not looked at before; once now, of another, to load the classes of it. */
    private static Executable optionOf(SocketChannel channel, FastOpenSockets sockets) throws IOException {
        if (!sockets.supportedOptions().contains(TcpOptions.TCP_USER_TIMEOUT)) {
            return () -> {};
        }
        try (SocketChannel other = SocketChannel.open()) {
            useOption(other, sockets);
        }
        return () -> useOption(channel, sockets);
    }

    private static void useOption(SocketChannel channel, FastOpenSockets sockets) throws IOException {
        assertEquals(Duration.ZERO, sockets.getOption(channel, TcpOptions.TCP_USER_TIMEOUT));
        sockets.setOption(channel, TcpOptions.TCP_USER_TIMEOUT, Duration.ofSeconds(5));
        assertEquals(Duration.ofSeconds(5), sockets.getOption(channel, TcpOptions.TCP_USER_TIMEOUT));
    }

    /** The rounds that connected all the same. Nothing here needs a class that is not loaded yet. */
    private static List<Integer> connectedWithoutDescriptors(
            Dialler dialler, InetSocketAddress peer, List<String> said, Executable look) throws IOException {
        List<Integer> connected = new ArrayList<>();
        Deque<FileInputStream> eaten = eatAll();
        try {
            assertDoesNotThrow(look);
            for (int i = 0; i < ROUNDS; i++) {
                try {
                    dialler.dial(request(peer)).close();
                    connected.add(i);
                } catch (SocketException expected) {
                    said.add(String.valueOf(expected.getMessage()));
                }
            }
        } finally {
            eaten.pop().close();
        }
        // One more than was there before must be there still: the failed connects have kept none.
        eaten.push(new FileInputStream("/dev/null"));
        while (!eaten.isEmpty()) {
            eaten.pop().close();
        }
        return connected;
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

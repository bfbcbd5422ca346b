package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.FullBacklog;
import tfo.testkit.peer.SilentPeer;
import tfo.testkit.peer.SinkPeer;

/** The sockets of the factory keep the contract of {@link Socket}. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SocketContract extends ProviderContract {
    // What must not wait for another thread would wait for ever.
    private static final Duration SOON = Duration.ofSeconds(10);

    private SocketFactory factory() {
        return sockets().socketFactory();
    }

    private enum Variant {
        LATER,
        BY_NAME,
        BY_ADDRESS,
        BY_NAME_FROM,
        BY_ADDRESS_FROM
    }

    private Socket make(Variant variant, InetSocketAddress peer) throws IOException {
        String name = peer.getHostString();
        InetAddress address = peer.getAddress();
        int port = peer.getPort();
        return switch (variant) {
            case LATER -> connected(peer);
            case BY_NAME -> factory().createSocket(name, port);
            case BY_ADDRESS -> factory().createSocket(address, port);
            case BY_NAME_FROM -> factory().createSocket(name, port, local(), 0);
            case BY_ADDRESS_FROM -> factory().createSocket(address, port, local(), 0);
        };
    }

    private Socket connected(InetSocketAddress peer) throws IOException {
        Socket socket = factory().createSocket();
        socket.connect(peer);
        return socket;
    }

    private static InetAddress local() {
        return Addresses.of(127, 0, 0, 9);
    }

    @ParameterizedTest
    @EnumSource
    void everyWayOfMakingASocketGivesOneThatTalks(Variant variant) throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Socket socket = make(variant, peer.address())) {
            socket.getOutputStream().write(42);

            assertEquals(42, socket.getInputStream().read());
            assertEquals(peer.address(), socket.getRemoteSocketAddress());
            assertEquals(peer.address().getPort(), socket.getPort());
            assertEquals(peer.address().getAddress(), socket.getInetAddress());
            boolean from = variant == Variant.BY_NAME_FROM || variant == Variant.BY_ADDRESS_FROM;
            assertTrue(!from || socket.getLocalAddress().equals(local()), () -> "local " + socket.getLocalAddress());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectedSocketSaysSo(Contact contact) throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(contact));
                Socket socket = factory().createSocket()) {
            assertFalse(socket.isConnected() || socket.isBound() || socket.isClosed());

            socket.connect(peer.address());

            assertTrue(socket.isConnected() && socket.isBound());
            assertTrue(socket.getLocalPort() > 0);
            assertFalse(socket.isInputShutdown() || socket.isOutputShutdown() || socket.isClosed());
        }
    }

    @Test
    @Tag("F4")
    void wrongArgumentsAreIllegal() throws IOException {
        InetSocketAddress peer = new InetSocketAddress(Addresses.fresh(), 1);
        try (Socket socket = factory().createSocket()) {
            assertThrows(IllegalArgumentException.class, () -> socket.connect(new ForeignAddress()));
            assertThrows(IllegalArgumentException.class, () -> socket.connect(nothing()));
            assertThrows(IllegalArgumentException.class, () -> socket.connect(peer, -1));
            assertThrows(IllegalArgumentException.class, () -> socket.setSoTimeout(-1));
            assertThrows(IllegalArgumentException.class, () -> socket.setReceiveBufferSize(0));
        }
        assertThrows(IllegalArgumentException.class, () -> factory().createSocket(peer.getAddress(), 65_536));
        assertThrows(IllegalArgumentException.class, () -> factory().createSocket(peer.getAddress(), -1));
    }

    private static final class ForeignAddress extends SocketAddress {
        private static final long serialVersionUID = 1L;
    }

    @SuppressWarnings("NullAway")
    private static SocketAddress nothing() {
        return null;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F5")
    void aSocketConnectsOnce(Contact contact) throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(contact));
                Socket socket = factory().createSocket()) {
            socket.connect(peer.address());

            assertThrows(SocketException.class, () -> socket.connect(peer.address()));
            assertThrows(SocketException.class, () -> socket.bind(new InetSocketAddress(0)));
        }
    }

    @Test
    @Tag("F6")
    void thereAreNoStreamsBeforeConnect() throws IOException {
        try (Socket socket = factory().createSocket()) {
            assertThrows(SocketException.class, socket::getInputStream);
            assertThrows(SocketException.class, socket::getOutputStream);
            assertThrows(SocketException.class, socket::shutdownInput);
            assertThrows(SocketException.class, socket::shutdownOutput);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F7")
    void afterCloseEveryMethodIsASocketException(Contact contact) throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(contact))) {
            Socket socket = factory().createSocket();
            socket.connect(peer.address());
            var in = socket.getInputStream();
            var out = socket.getOutputStream();
            socket.close();
            socket.close();

            Stream<Executable> uses = Stream.of(
                    in::read,
                    in::available,
                    () -> out.write(1),
                    () -> out.write(new byte[2]),
                    socket::getInputStream,
                    socket::getOutputStream,
                    socket::shutdownInput,
                    socket::shutdownOutput,
                    () -> socket.connect(peer.address()),
                    () -> socket.bind(new InetSocketAddress(0)),
                    () -> socket.setSoTimeout(1),
                    socket::getSoTimeout,
                    () -> socket.setTcpNoDelay(true),
                    socket::getTcpNoDelay,
                    () -> socket.setKeepAlive(true),
                    socket::getReceiveBufferSize,
                    () -> socket.setSoLinger(true, 1),
                    () -> socket.sendUrgentData(1));
            uses.forEach(use -> assertThrows(SocketException.class, use));
            assertTrue(socket.isClosed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void optionsSetBeforeConnectHoldAfterIt(Contact contact) throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(contact));
                Socket socket = factory().createSocket()) {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoLinger(true, 7);
            socket.setSoTimeout(12_345);
            socket.connect(peer.address());
            socket.getOutputStream().write(1);

            assertTrue(socket.getTcpNoDelay());
            assertTrue(socket.getKeepAlive());
            assertEquals(7, socket.getSoLinger());
            assertEquals(12_345, socket.getSoTimeout());
        }
    }

    @Test
    @Tag("F11")
    void aReadTimesOutAndTheSocketStaysUsable() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Socket socket = factory().createSocket()) {
            socket.connect(peer.address());
            socket.getOutputStream().write(1);
            assertEquals(1, socket.getInputStream().read());
            socket.setSoTimeout(100);

            Clock.assertThrowsAfter(
                    Duration.ofMillis(100),
                    SocketTimeoutException.class,
                    () -> socket.getInputStream().read());

            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(2);
            assertEquals(2, socket.getInputStream().read());
        }
    }

    @Test
    @Tag("F13")
    void eitherHalfClosesByItself() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Socket socket = factory().createSocket()) {
            socket.connect(peer.address());
            socket.getOutputStream().write(3);
            socket.shutdownOutput();
            assertThrows(IOException.class, () -> socket.getOutputStream().write(1));
            assertEquals(3, socket.getInputStream().read());
            assertEquals(-1, socket.getInputStream().read());

            assertTrue(socket.isOutputShutdown() && !socket.isInputShutdown());
        }
    }

    @Test
    @Tag("F13")
    void afterShutdownInputThereIsNothingToRead() throws IOException {
        try (SilentPeer peer = SilentPeer.on(address(Contact.KNOWN));
                Socket socket = factory().createSocket()) {
            socket.connect(peer.address());
            var in = socket.getInputStream();
            socket.shutdownInput();

            assertEquals(-1, in.read());
            assertEquals(0, in.available());
            assertThrows(SocketException.class, socket::getInputStream);
            socket.getOutputStream().write(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F14")
    void closingWakesABlockedConnectOrFirstRead(Contact contact) throws Exception {
        try (FullBacklog hole = FullBacklog.on(address(contact))) {
            Socket socket = factory().createSocket();
            // Makes the descriptor: without one close does not reach the connect that is about to begin (the JDK's,
            // too).
            socket.setTcpNoDelay(true);
            Background<Integer> user = Background.start(() -> {
                        socket.connect(hole.address());
                        return socket.getInputStream().read();
                    })
                    .blocked();

            socket.close();

            assertInstanceOf(SocketException.class, user.failure(SOON));
        }
    }

    @Test
    @Tag("F17")
    void optionsGoOnWhileAReadIsBlocked() throws Exception {
        try (SilentPeer peer = SilentPeer.on(address(Contact.KNOWN));
                Socket socket = factory().createSocket()) {
            socket.connect(peer.address());
            Background<Integer> reader =
                    Background.start(() -> socket.getInputStream().read()).blocked();

            Background<Boolean> other = Background.run(() -> {
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write(1);
                assertEquals(0, socket.getInputStream().available());
            });

            assertTrue(other.result());
            assertFalse(reader.isDone());
        }
    }

    @Test
    @Tag("F18")
    void anInterruptDoesNotEndARead() throws Exception {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Socket socket = factory().createSocket()) {
            socket.connect(peer.address());
            Background<Integer> reader =
                    Background.start(() -> socket.getInputStream().read()).blocked();

            reader.interrupt();
            socket.getOutputStream().write(5);

            assertEquals(5, reader.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F22")
    void socketsThatNobodyClosedAreReclaimed(Contact contact) throws Exception {
        try (SinkPeer peer = SinkPeer.on(address(contact))) {
            int before = Descriptors.open();
            List<Socket> left = connected(peer.address(), 200);
            assertTrue(Descriptors.open() >= left.size(), "the sockets were not there to begin with");
            left.clear();

            Descriptors.assertReclaimed(before + 8);
        }
    }

    private List<Socket> connected(InetSocketAddress peer, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = factory().createSocket();
            socket.connect(peer);
            socket.getOutputStream().write(1);
            sockets.add(socket);
        }
        return sockets;
    }
}

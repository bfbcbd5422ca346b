package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.lab.Flow;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.FullBacklog;
import tfo.testkit.peer.Payload;
import tfo.testkit.peer.SilentPeer;
import tfo.testkit.peer.SinkPeer;

/** The blocking connect: when it returns, what it returns, and how it fails. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ConnectContract extends ProviderContract {
    private static final Duration RTT = Duration.ofMillis(60);

    private static NetworkLab lab;

    @BeforeAll
    static void layTheLine() throws IOException {
        lab = NetworkLab.open(RTT);
    }

    @AfterAll
    static void takeItDown() throws IOException {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource
    void connectReturnsWhenTheSynAckIsThereAndNoEarlier(Contact contact) throws Exception {
        lab.forgetCookies();
        try (SinkPeer peer = SinkPeer.on(lab.server());
                PacketLog log = lab.packetLog()) {
            InetSocketAddress remote =
                    new InetSocketAddress(lab.peer(), peer.address().getPort());
            if (contact == Contact.KNOWN) {
                meet(lab.server(), lab.peer());
            }
            long begin = System.nanoTime();
            try (FastOpenConnection connection = sockets().connect(DiallerContract.request(remote))) {
                Duration taken = Duration.ofNanos(System.nanoTime() - begin);
                Flow flow = log.flow(((InetSocketAddress) connection.channel().getLocalAddress()).getPort());

                assertFalse(flow.synAcks().isEmpty());
                assertTrue(connection.channel().isConnected());
                assertTrue(taken.compareTo(RTT) >= 0, () -> "returned after " + taken);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTimeOutCoversTheFlightToo(Contact contact) throws IOException {
        Duration limit = Duration.ofMillis(300);
        try (SilentPeer peer = SilentPeer.on(address(contact))) {
            ConnectRequest request = ConnectRequest.to(peer.address())
                    .firstFlight(ByteBuffer.allocate(64 << 20))
                    .timeout(limit);

            Clock.assertThrowsAfter(
                    limit, SocketTimeoutException.class, () -> sockets().connect(request));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F19")
    void anInterruptEndsIt(Contact contact) throws Exception {
        try (FullBacklog hole = FullBacklog.on(address(contact))) {
            int before = Descriptors.open();
            Background<FastOpenConnection> connecting = Background.start(
                            () -> sockets().connect(DiallerContract.request(hole.address())))
                    .blocked();

            connecting.interrupt();

            assertInstanceOf(ClosedByInterruptException.class, connecting.failure(Duration.ofSeconds(10)));
            Descriptors.assertAtMost(before);
        }
    }

    @Test
    @Tag("F1")
    void aRefusalNamesOperationAndPeer() throws IOException {
        InetSocketAddress closed = Addresses.refusing(Addresses.fresh());

        var thrown = assertThrows(ConnectException.class, () -> sockets().connect(DiallerContract.request(closed)));

        Messages.assertMentions("connect " + closed.getAddress().getHostAddress() + ":" + closed.getPort(), thrown);
    }

    @Test
    @Tag("F3")
    void anUnresolvedLocalAddressIsAnUnknownHostException() throws IOException {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 0);
        try (EchoPeer peer = EchoPeer.on(Addresses.fresh())) {
            ConnectRequest request = DiallerContract.request(peer.address()).local(nowhere);

            assertThrows(UnknownHostException.class, () -> sockets().connect(request));
        }
    }

    @Test
    @Tag("F27")
    void aLinkLocalAddressWithoutScopeIsRefusedWithTheReason() {
        InetSocketAddress unscoped = new InetSocketAddress(Addresses.literal("fe80::7f"), 80);

        var thrown = assertThrows(SocketException.class, () -> sockets().connect(DiallerContract.request(unscoped)));

        Messages.assertMentions("scope", thrown);
    }

    @Test
    @Tag("F27")
    void aLocalAddressWithScopeStandsInForThatOfTheRemote() throws Exception {
        var scoped = AddressContract.linkLocal();
        try (EchoPeer peer = EchoPeer.on(scoped)) {
            var unscoped = new InetSocketAddress(
                    Addresses.literal("fe80::7f"), peer.address().getPort());
            ConnectRequest request = DiallerContract.request(unscoped).local(new InetSocketAddress(scoped, 0));

            try (FastOpenConnection connection = sockets().connect(request)) {
                assertTrue(connection.channel().isConnected());
            }
        }
    }

    static Stream<ByteBuffer> flights() {
        ByteBuffer direct = ByteBuffer.allocateDirect(500)
                .put(Payload.bytes(500, 5))
                .position(100)
                .limit(400);
        ByteBuffer heap = ByteBuffer.wrap(Payload.bytes(500, 5)).position(100).limit(400);
        return Stream.of(direct, heap, heap.asReadOnlyBuffer(), heap.slice());
    }

    @ParameterizedTest
    @MethodSource("flights")
    void theFlightIsTheBuffersRemainderAndItsPositionStays(ByteBuffer flight) throws Exception {
        int position = flight.position();
        byte[] expected = new byte[flight.remaining()];
        flight.duplicate().get(expected);
        try (SinkPeer peer = SinkPeer.on(address(Contact.KNOWN))) {
            sockets()
                    .connect(ConnectRequest.to(peer.address()).firstFlight(flight))
                    .close();

            assertEquals(Payload.of(expected), peer.received());
            assertEquals(position, flight.position());
        }
    }

    @Test
    @Tag("F5")
    void theChannelIsTheJdksOwnAndConnected() throws Exception {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                FastOpenConnection connection = sockets().connect(DiallerContract.request(peer.address()));
                Selector selector = Selector.open()) {
            var channel = connection.channel();

            assertTrue(channel.getClass().getName().startsWith("sun.nio.ch."), () -> "it is a " + channel.getClass());
            assertTrue(channel.isBlocking());
            assertEquals(peer.address(), channel.getRemoteAddress());
            assertThrows(AlreadyConnectedException.class, () -> channel.connect(peer.address()));
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            assertEquals(1, selector.select(10_000));
        }
    }

    @Test
    @Tag("F7")
    void closingTheConnectionClosesTheChannelAndTheOtherWayRound() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN))) {
            FastOpenConnection one = sockets().connect(DiallerContract.request(peer.address()));
            one.close();
            assertFalse(one.channel().isOpen());

            FastOpenConnection other = sockets().connect(DiallerContract.request(peer.address()));
            other.channel().close();
            other.close();
            assertFalse(other.channel().isOpen());
        }
    }
}

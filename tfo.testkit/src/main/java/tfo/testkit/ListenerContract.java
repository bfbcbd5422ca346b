package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.ListenRequest;
import tfo.testkit.peer.Addresses;

/** Listening and accepting. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ListenerContract extends ProviderContract {
    // What must not wait for another thread would wait for ever.
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration AMPLE = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void theReportOfAnAcceptedConnectionSaysWhetherDataCameWithTheSyn(Contact contact) throws IOException {
        try (FastOpenListener listener = listen(address(contact));
                FastOpenConnection client = sockets().connect(DiallerContract.request(listener.localAddress()));
                FastOpenConnection accepted = listener.accept(AMPLE)) {
            boolean inSyn = fastOpen() && contact == Contact.KNOWN;

            assertEquals(inSyn, accepted.report().acknowledged(), accepted.report()::toString);
            assertEquals(inSyn, client.report().acknowledged(), client.report()::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 200})
    void acceptGivesUpAtItsTimeOutAndTheListenerStaysUsable(int millis) throws IOException {
        Duration limit = Duration.ofMillis(millis);
        try (FastOpenListener listener = listen(Addresses.fresh())) {
            Clock.assertThrowsAfter(limit, SocketTimeoutException.class, () -> listener.accept(limit));

            try (SocketChannel client = SocketChannel.open(listener.localAddress());
                    FastOpenConnection accepted = listener.accept(AMPLE)) {
                assertEquals(client.getLocalAddress(), accepted.channel().getRemoteAddress());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void acceptNeedsATimeOutAboveZero(long millis) throws IOException {
        try (FastOpenListener listener = listen(Addresses.fresh())) {
            assertThrows(IllegalArgumentException.class, () -> listener.accept(Duration.ofMillis(millis)));
        }
    }

    @Test
    void anAcceptorWithoutLimitDoesNotHoldUpOneWithATimeOut() throws Exception {
        Duration limit = Duration.ofMillis(100);
        try (FastOpenListener listener = listen(Addresses.fresh())) {
            Background<FastOpenConnection> endless =
                    Background.start(() -> listener.accept()).blocked();

            Clock.assertThrowsAfter(limit, SocketTimeoutException.class, () -> listener.accept(limit));

            assertFalse(endless.isDone());
        }
    }

    @Test
    @Tag("F14")
    void closingWakesEveryAcceptor() throws Exception {
        FastOpenListener listener = listen(Addresses.fresh());
        List<Background<FastOpenConnection>> acceptors = List.of(
                Background.start(() -> listener.accept()).blocked(),
                Background.start(() -> listener.accept(AMPLE)).blocked(),
                Background.start(() -> listener.accept()).blocked());

        listener.close();

        assertInstanceOf(AsynchronousCloseException.class, acceptors.get(0).failure(SOON));
        assertInstanceOf(ClosedChannelException.class, acceptors.get(1).failure(SOON));
        assertInstanceOf(ClosedChannelException.class, acceptors.get(2).failure(SOON));
    }

    @Test
    void everyConnectionIsAcceptedByExactlyOneOfManyAcceptors() throws Exception {
        int connections = 200;
        try (FastOpenListener listener = listen(address(Contact.KNOWN))) {
            List<Background<List<Integer>>> acceptors = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                acceptors.add(Background.start(() -> acceptPorts(listener, connections / 4)));
            }
            Set<Integer> connected = new TreeSet<>();
            for (int i = 0; i < connections; i++) {
                try (SocketChannel client = SocketChannel.open(listener.localAddress())) {
                    connected.add(((InetSocketAddress) client.getLocalAddress()).getPort());
                }
            }

            List<Integer> accepted = new ArrayList<>();
            for (Background<List<Integer>> acceptor : acceptors) {
                accepted.addAll(acceptor.result());
            }
            assertEquals(connections, accepted.size());
            assertEquals(connected, new TreeSet<>(accepted));
        }
    }

    private static List<Integer> acceptPorts(FastOpenListener listener, int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (FastOpenConnection accepted = i % 2 == 0 ? listener.accept() : listener.accept(AMPLE)) {
                ports.add(((InetSocketAddress) accepted.channel().getRemoteAddress()).getPort());
            }
        }
        return ports;
    }

    @Test
    void closingWhileConnectionsComeLosesNoDescriptor() throws Exception {
        int before = Descriptors.open();
        for (int i = 0; i < 100; i++) {
            FastOpenListener listener = listen(Addresses.fresh());
            Background<Boolean> acceptor = Background.run(() -> acceptUntilClosed(listener));
            SocketChannel client = SocketChannel.open(listener.localAddress());

            listener.close();

            acceptor.result();
            client.close();
        }
        Descriptors.assertAtMost(before + 2);
    }

    private static void acceptUntilClosed(FastOpenListener listener) throws IOException {
        try {
            while (true) {
                listener.accept(AMPLE).close();
            }
        } catch (ClosedChannelException e) {
            assertFalse(listener.channel().isOpen());
        }
    }

    @Test
    void aClosedListenerAcceptsNothingAndStillKnowsItsAddress() throws IOException {
        FastOpenListener listener = listen(Addresses.fresh());
        listener.close();
        listener.close();

        assertThrows(ClosedChannelException.class, listener::accept);
        assertThrows(ClosedChannelException.class, () -> listener.accept(SOON));
        assertNotEquals(0, listener.localAddress().getPort());
    }

    @Test
    void aNonBlockingListenerIsAcceptedFromDirectly() throws IOException {
        try (FastOpenListener listener = listen(Addresses.fresh())) {
            listener.channel().configureBlocking(false);

            assertThrows(IllegalBlockingModeException.class, listener::accept);
            assertThrows(IllegalBlockingModeException.class, () -> listener.accept(SOON));
        }
    }

    @Test
    void aConnectionThatTheCallerAcceptedIsAdoptedWithItsReport() throws IOException {
        try (FastOpenListener listener = listen(address(Contact.KNOWN));
                FastOpenConnection client = sockets().connect(DiallerContract.request(listener.localAddress()));
                FastOpenConnection accepted = listener.adopt(listener.channel().accept())) {
            assertEquals(client.channel().getLocalAddress(), accepted.channel().getRemoteAddress());
            assertEquals(
                    fastOpen() ? Outcome.ACKNOWLEDGED : Outcome.NOT_TRIED,
                    accepted.report().outcome());
        }
    }

    @Test
    void theListenerTellsWhetherTheSystemLetsItTakeDataInTheSyn() throws Exception {
        try (FastOpenListener listener = listen(Addresses.fresh())) {
            assertEquals(fastOpen(), listener.fastOpen().usable());

            PrivateNetwork.withFastOpen(0x1, () -> {
                assertFalse(listener.fastOpen().usable());
                assertNotEquals("", listener.fastOpen().reason());
            });

            assertEquals(fastOpen(), listener.fastOpen().usable());
        }
    }

    @Test
    void aQueueOfZeroTakesNothingInTheSyn() throws Exception {
        InetAddress address = address(Contact.KNOWN);
        PrivateNetwork.withFastOpen(0x3, () -> {
            try (FastOpenListener listener =
                            sockets().listen(ListenRequest.on(anyPort(address)).fastOpenQueue(0));
                    FastOpenConnection client = sockets().connect(DiallerContract.request(listener.localAddress()))) {
                assertFalse(listener.fastOpen().usable());
                assertFalse(client.report().acknowledged(), client.report()::toString);
            }
        });
    }

    @Test
    void aQueueTakesDataInTheSynWithoutTheSystemDoingItForEveryListener() throws Exception {
        InetAddress address = address(Contact.KNOWN);
        PrivateNetwork.withFastOpen(0x3, () -> {
            try (FastOpenListener listener = listen(address);
                    FastOpenConnection client = sockets().connect(DiallerContract.request(listener.localAddress()))) {
                assertEquals(fastOpen(), client.report().acknowledged(), client.report()::toString);
            }
        });
    }

    @Test
    void listenersOfOneKeyTakeEachOthersCookies() throws Exception {
        InetAddress address = Addresses.fresh();
        byte[] key = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        ListenRequest request = ListenRequest.on(anyPort(address)).fastOpenKey(key);
        try (FastOpenListener one = sockets().listen(request);
                FastOpenListener other = sockets().listen(request);
                FastOpenConnection first = sockets().connect(DiallerContract.request(one.localAddress()));
                FastOpenConnection second = sockets().connect(DiallerContract.request(other.localAddress()))) {
            assertFalse(first.report().acknowledged());
            assertEquals(fastOpen(), second.report().acknowledged(), second.report()::toString);
        }
    }

    @Test
    @Tag("F28")
    void aPortInUseCannotBeListenedOn() throws IOException {
        int before = Descriptors.open();
        try (FastOpenListener listener = listen(Addresses.fresh())) {
            ListenRequest again = ListenRequest.on(listener.localAddress());

            assertThrows(BindException.class, () -> sockets().listen(again));
        }
        Descriptors.assertAtMost(before);
    }

    @Test
    @Tag("F28")
    void anAddressOfAnotherHostCannotBeListenedOn() {
        ListenRequest foreign = ListenRequest.on(new InetSocketAddress(Addresses.of(192, 0, 2, 1), 0));

        var thrown = assertThrows(BindException.class, () -> sockets().listen(foreign));

        Messages.assertMentions("192.0.2.1", thrown);
    }

    @Test
    @Tag("F3")
    void anUnresolvedAddressCannotBeListenedOn() {
        ListenRequest nowhere = ListenRequest.on(InetSocketAddress.createUnresolved("no-such-host.invalid", 0));

        assertThrows(UnknownHostException.class, () -> sockets().listen(nowhere));
    }

    @Test
    void aPortIsFreeForTheNextListenerAtOnce() throws IOException {
        InetSocketAddress local;
        try (FastOpenListener listener = listen(Addresses.fresh());
                SocketChannel client = SocketChannel.open(listener.localAddress())) {
            local = listener.localAddress();
            // The side that closes first is the one that waits (TIME_WAIT).
            listener.accept(AMPLE).close();
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
        try (FastOpenListener next = sockets().listen(ListenRequest.on(local))) {
            assertTrue(next.channel().isOpen());
        }
    }

    @Test
    void theIpv6WildcardTakesIpv4Too() throws IOException {
        try (FastOpenListener listener = sockets().listen(ListenRequest.on(new InetSocketAddress(0)));
                SocketChannel client = SocketChannel.open(new InetSocketAddress(
                        Addresses.fresh(), listener.localAddress().getPort()));
                FastOpenConnection accepted = listener.accept(AMPLE)) {
            assertTrue(client.isConnected() && accepted.channel().isConnected());
        }
    }

    private FastOpenListener listen(InetAddress address) throws IOException {
        return sockets().listen(ListenRequest.on(anyPort(address)));
    }

    private static InetSocketAddress anyPort(InetAddress address) {
        return new InetSocketAddress(address, 0);
    }
}

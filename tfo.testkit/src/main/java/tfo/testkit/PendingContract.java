package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.PendingConnection;
import tfo.lab.Fault;
import tfo.lab.NetworkLab;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.FullBacklog;
import tfo.testkit.peer.Payload;
import tfo.testkit.peer.SinkPeer;

/** Connecting without waiting: start, select, finish. Over a line with a round trip that can be felt. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class PendingContract extends ProviderContract {
    private static final Duration RTT = Duration.ofMillis(60);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static NetworkLab lab;

    @BeforeAll
    static void layTheLine() throws IOException {
        lab = NetworkLab.open(RTT);
    }

    @AfterAll
    static void takeItDown() throws IOException {
        lab.close();
    }

    @AfterEach
    void heal() {
        lab.heal();
        sockets().forgetAvoidedPaths();
    }

    @ParameterizedTest
    @CsvSource({"FIRST,0", "KNOWN,0", "FIRST,1", "KNOWN,1", "FIRST,1000000", "KNOWN,1000000"})
    void theWholeFlightIsHandedOverOnceFinishGivesTheConnection(Contact contact, int size) throws Exception {
        byte[] flight = Payload.bytes(size, size);
        try (SinkPeer peer = peer(contact);
                PendingConnection pending = sockets().start(request(peer).firstFlight(ByteBuffer.wrap(flight)))) {
            try (FastOpenConnection connection = finish(pending)) {
                assertEquals(size, pending.taken());
                assertSame(pending.channel(), connection.channel());
            }

            assertEquals(Payload.of(flight), peer.received());
        }
    }

    @ParameterizedTest
    @EnumSource
    void startReturnsAtOnceAndTheConnectionStandsARoundTripLater(Contact contact) throws Exception {
        try (SinkPeer peer = peer(contact)) {
            // Nobody answers: to wait for it would be to wait for the kernel to give up.
            lab.inflict(Fault.blackhole());
            Background.start(() -> sockets().start(request(peer))).result().close();
            lab.heal();

            long begin = System.nanoTime();
            finish(sockets().start(request(peer))).close();
            Duration finished = Duration.ofNanos(System.nanoTime() - begin);

            assertTrue(finished.compareTo(RTT) >= 0, () -> "finished after " + finished);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theInterestOpsDoNotFireBeforeTheAnswerCanBeThere(Contact contact) throws Exception {
        try (SinkPeer peer = peer(contact);
                Selector selector = Selector.open()) {
            long begin = System.nanoTime();
            try (PendingConnection pending = sockets().start(request(peer))) {
                pending.channel().register(selector, pending.interestOps());
                assertEquals(1, selector.select(PATIENCE.toMillis()));
                Duration ready = Duration.ofNanos(System.nanoTime() - begin);

                assertTrue(ready.compareTo(RTT) >= 0, () -> "ready after " + ready);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionUnderWayIsNotAnError(Contact contact) throws Exception {
        try (SinkPeer peer = peer(contact)) {
            // However long a busy machine takes to ask, the answer is not there.
            lab.inflict(Fault.blackhole());
            try (PendingConnection pending = sockets().start(request(peer))) {
                assertEquals(Optional.empty(), pending.finish());

                boolean inSyn = fastOpen() && contact == Contact.KNOWN;
                assertEquals(inSyn ? DiallerContract.FLIGHT : 0, pending.taken());
                assertEquals(inSyn ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, pending.interestOps());
                lab.heal();
                finish(pending).close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsLearnedAtFinish(Contact contact) throws Exception {
        InetSocketAddress closed;
        try (SinkPeer peer = peer(contact)) {
            closed = remote(peer);
        }
        PendingConnection pending = sockets().start(request(closed));

        var thrown = assertThrows(ConnectException.class, () -> finish(pending));

        Messages.assertMentions("refused", thrown);
        assertFalse(pending.channel().isOpen());
    }

    @ParameterizedTest
    @EnumSource
    void aTimeOutIsLearnedAtFinish(Contact contact) throws Exception {
        Duration limit = Duration.ofMillis(80);
        try (FullBacklog hole = FullBacklog.on(address(contact))) {
            int before = Descriptors.open();
            ConnectRequest request = request(hole.address()).timeout(limit);

            Clock.assertThrowsAfter(limit, SocketTimeoutException.class, () -> startAndFinish(request));

            Descriptors.assertAtMost(before);
        }
    }

    private void startAndFinish(ConnectRequest request) throws IOException {
        PendingConnection pending = sockets().start(request);
        while (pending.finish().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theChannelIsOneAndTheSameAndNonBlocking() throws Exception {
        try (SinkPeer peer = peer(Contact.KNOWN);
                PendingConnection pending = sockets().start(request(peer))) {
            SocketChannel channel = pending.channel();

            try (FastOpenConnection connection = finish(pending)) {
                assertSame(channel, connection.channel());
                assertFalse(channel.isBlocking());
            }
        }
    }

    @Test
    void closingGivesUp() throws Exception {
        try (FullBacklog hole = FullBacklog.on(Addresses.fresh())) {
            PendingConnection pending = sockets().start(request(hole.address()));

            pending.close();
            pending.close();

            assertFalse(pending.channel().isOpen());
            assertThrows(IOException.class, pending::finish);
        }
    }

    @Test
    void closingAfterFinishLeavesTheConnectionAlone() throws Exception {
        try (SinkPeer peer = peer(Contact.KNOWN)) {
            PendingConnection pending = sockets().start(request(peer));
            try (FastOpenConnection connection = finish(pending)) {
                pending.close();

                assertTrue(connection.channel().isOpen());
            }
        }
    }

    /** A sink behind the line, at an address that is new to the client or not. */
    private SinkPeer peer(Contact contact) throws IOException {
        lab.forgetCookies();
        SinkPeer peer = SinkPeer.on(lab.server());
        if (contact == Contact.KNOWN) {
            meet(lab.server(), lab.peer());
        }
        return peer;
    }

    private static ConnectRequest request(SinkPeer peer) {
        return request(remote(peer));
    }

    private static InetSocketAddress remote(SinkPeer peer) {
        return new InetSocketAddress(lab.peer(), peer.address().getPort());
    }

    private static ConnectRequest request(InetSocketAddress remote) {
        return DiallerContract.request(remote);
    }

    static FastOpenConnection finish(PendingConnection pending) throws IOException {
        return finish(pending, PATIENCE);
    }

    /** Drives it by a selector, as the Javadoc of {@link PendingConnection} does. */
    static FastOpenConnection finish(PendingConnection pending, Duration patience) throws IOException {
        try (Selector selector = Selector.open()) {
            SelectionKey key = pending.channel().register(selector, pending.interestOps());
            while (true) {
                assertEquals(1, selector.select(patience.toMillis()), "the interest ops never fired");
                selector.selectedKeys().clear();
                Optional<FastOpenConnection> connection = pending.finish();
                if (connection.isPresent()) {
                    return connection.get();
                }
                key.interestOps(pending.interestOps());
            }
        }
    }
}

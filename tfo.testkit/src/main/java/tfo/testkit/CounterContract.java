package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FirstSpeaker;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.FastOpenCounters;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.SpeaksFirstPeer;

/** What each of the kernel's totals of Fast Open counts, by SYNs of every kind; nothing from a provider that cannot ask it. */
@Timeout(60)
abstract class CounterContract extends ProviderContract {
    private static final String GREETING = "220 ready";

    @Test
    void aSynThatHasACookieAndNoDataCountsWhereItIsTakenOnly() throws Exception {
        try (SpeaksFirstPeer peer = SpeaksFirstPeer.saying(GREETING, address(Contact.KNOWN))) {
            FastOpenCounters before = sockets().counters();

            greet(peer);

            assertAdded(new FastOpenCounters(0, 0, 1, 0, 0, 0, 0, 0), before);
        }
    }

    @Test
    void aStaleCookieCountsAsRefusedThoughThereIsNoDataWithIt() throws Exception {
        try (SpeaksFirstPeer peer = SpeaksFirstPeer.saying(GREETING, address(Contact.KNOWN))) {
            CookieKey.rotate();
            FastOpenCounters before = sockets().counters();

            greet(peer);

            assertAdded(new FastOpenCounters(0, 0, 0, 1, 0, 0, 0, 0), before);
        }
    }

    @Test
    void dataWithAStaleCookieCountsAtBothEnds() throws Exception {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN))) {
            CookieKey.rotate();
            FastOpenCounters before = sockets().counters();

            sockets().connect(DiallerContract.request(peer.address())).close();

            assertAdded(new FastOpenCounters(0, 1, 0, 1, 0, 0, 0, 0), before);
        }
    }

    @Test
    void aRequestForACookieCountsAboveAFullQueueAndGetsNone() throws Exception {
        InetAddress address = address(Contact.KNOWN);
        InetAddress stranger = Addresses.fresh();
        ListenRequest one = ListenRequest.on(new InetSocketAddress(address, 0)).fastOpenQueue(1);
        try (FastOpenListener listener = sockets().listen(one);
                // The first handshake does not end, and fills the queue.
                Firewall handshakes = Firewall.dropping(listener.localAddress(), "!", "--syn");
                FastOpenConnection first = sockets().connect(DiallerContract.request(listener.localAddress()))) {
            assertEquals(fastOpen(), first.report().acknowledged(), first.report()::toString);
            FastOpenCounters before = sockets().counters();

            ask(listener, stranger);
            ask(listener, stranger);

            assertAdded(new FastOpenCounters(0, 0, 0, 0, 2, 2, 0, 0), before);
            assertTrue(handshakes.hits() > 0);
        }
    }

    private void ask(FastOpenListener listener, InetAddress from) throws IOException {
        ConnectRequest request = DiallerContract.request(listener.localAddress());
        sockets().connect(request.local(new InetSocketAddress(from, 0))).close();
    }

    @Test
    void aRequestForACookieCountsWhereItComesThoughNobodyGivesAny() throws Exception {
        PrivateNetwork.withFastOpen(0x1, () -> {
            try (EchoPeer peer = EchoPeer.on(address(Contact.FIRST))) {
                FastOpenCounters before = sockets().counters();

                sockets().connect(DiallerContract.request(peer.address())).close();

                assertAdded(new FastOpenCounters(0, 0, 0, 0, 0, 1, 0, 0), before);
            }
        });
    }

    private void assertAdded(FastOpenCounters expected, FastOpenCounters before) {
        assertEquals(
                fastOpen() ? expected : FastOpenCounters.NONE,
                sockets().counters().since(before));
    }

    private void greet(SpeaksFirstPeer peer) throws IOException {
        ConnectRequest request = ConnectRequest.to(peer.address()).firstSpeaker(FirstSpeaker.SERVER);
        try (FastOpenConnection connection = sockets().connect(request)) {
            ByteBuffer in = ByteBuffer.allocate(GREETING.length());
            while (in.hasRemaining()) {
                if (connection.channel().read(in) < 0) {
                    throw new AssertionError("the greeting ended after " + in.position() + " bytes");
                }
            }
        }
    }
}

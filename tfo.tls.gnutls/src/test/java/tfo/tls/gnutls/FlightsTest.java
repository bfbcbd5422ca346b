package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsServer;
import tfo.lab.Direction;
import tfo.lab.Flow;
import tfo.lab.PacketLog;
import tfo.lab.Passage;
import tfo.lab.Segment;
import tfo.linux.LinuxSockets;
import tfo.testkit.tls.Pki;

/** How many packets the flights of a handshake are, and how long a ClientHello is. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FlightsTest {
    private static final Pki AUTHORITY = Pki.root("flights");
    private static final GnuTlsService SERVICE = new GnuTlsService();
    private static Town town;

    @BeforeAll
    static void begin() throws IOException {
        town = new Town();
    }

    @AfterAll
    static void end() throws IOException {
        town.close();
    }

    // The library writes a record at a time: four of the server's first flight and two of the client's second.
    @Test
    void aFlightIsAPacket() throws Exception {
        try (TlsClient client = SERVICE.client().trust(Town.AUTHORITY.trust()).build();
                PacketLog log = PacketLog.loopback();
                TlsConnection connection =
                        client.dial(Town.request(town.port())).connect(new LinuxSockets())) {
            Town.talk(connection);
            Flow flow = log.flow(((InetSocketAddress)
                            connection.underneath().orElseThrow().channel().getLocalAddress())
                    .getPort());

            // ClientHello, Finished, the talk; and the server's flight, the talk.
            assertEquals(3, packets(flow, Direction.TO_SERVER), flow::dump);
            assertEquals(2, packets(flow, Direction.TO_CLIENT), flow::dump);
        }
    }

    private static long packets(Flow flow, Direction direction) {
        return flow.timeline().stream()
                .filter(passage -> passage.direction() == direction)
                .map(Passage::segment)
                .filter(segment -> segment.payload() > 0)
                .map(Segment::sequence)
                .distinct()
                .count();
    }

    @Test
    void aClientThatKnowsTheGroupSendsOneKeyShare() throws Exception {
        try (TlsClient client = client();
                TlsServer server = server("")) {
            int first = helloOf(client, server, "any");
            int second = helloOf(client, server, "any");

            // X25519's share: the group, a length, 32 bytes.
            assertTrue(first - second >= 36, () -> first + " bytes, then " + second);
        }
    }

    @Test
    void aServerThatChangedItsGroupIsReachedAllTheSame() throws Exception {
        try (TlsClient client = client();
                TlsServer before = server("NORMAL:-GROUP-ALL:+GROUP-X25519");
                TlsServer after = server("NORMAL:-GROUP-ALL:+GROUP-SECP384R1")) {
            helloOf(client, before, "X25519");
            helloOf(client, after, "SECP384R1");
            int known = helloOf(client, after, "SECP384R1");
            assertTrue(known > 0);
        }
    }

    private static TlsClient client() throws Exception {
        return SERVICE.client()
                .trust(AUTHORITY.trust())
                .sessions(SessionStore.none())
                .build();
    }

    private static TlsServer server(String priority) throws Exception {
        TlsServer.Builder builder = SERVICE.server().identity(AUTHORITY.server("localhost"));
        return priority.isEmpty() ? builder.build() : builder.priority(priority).build();
    }

    /** The length of the ClientHello of a handshake that succeeds, with this group unless any will do. */
    private static int helloOf(TlsClient client, TlsServer server, String group) throws Exception {
        InetSocketAddress remote =
                new InetSocketAddress(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), 443);
        try (TlsEngine here = client.dial(ConnectRequest.to(remote)).engine();
                TlsEngine there = server.engine()) {
            int hello = move(here, there);
            while (here.handshake().isEmpty() || there.handshake().isEmpty()) {
                move(there, here);
                move(here, there);
            }
            String agreed = here.handshake().orElseThrow().group();
            assertTrue(group.equals("any") || agreed.equals(group), agreed);
            return hello;
        }
    }

    private static int move(TlsEngine from, TlsEngine to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32 * 1024);
        int moved = 0;
        while (from.wantsToSend()) {
            moved += from.send(bytes.clear());
            bytes.flip();
            while (bytes.hasRemaining()) {
                to.receive(bytes);
            }
        }
        return moved;
    }
}
